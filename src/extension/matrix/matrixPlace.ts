import type * as vscode from 'vscode';
import type { VerdictsByAnswer } from '../../core/people/personMark.ts';
import type { Services } from '../services/services.ts';
import type { MatrixFeed } from './matrixFeed.ts';

/** The panel, the suite and the run on which a wish is carried out. */
export interface MatrixPlace {
  readonly services: Services;
  readonly suite: vscode.Uri;
  /** The run that is shown. */
  readonly feed: MatrixFeed | undefined;
  /** What people say of its answers at the moment of the question. */
  readonly said: () => VerdictsByAnswer;
}
