import type { TextRange } from './textRange.ts';

/** A fault in a user's file. It is a result, never an exception: a Problem in the editor, a line on stderr in the CLI. */
export interface Problem {
  readonly severity: 'error' | 'warning' | 'information' | 'hint';
  /** A stable code in kebab case, such as `unknown-role`. */
  readonly code: string;
  readonly message: string;
  readonly range: TextRange;
}
