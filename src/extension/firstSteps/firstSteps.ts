import type * as vscode from 'vscode';
import { Disposables } from '../editor/disposables.ts';
import type { Services } from '../services/services.ts';
import { registerWalkthroughSteps } from '../services/walkthroughSteps.ts';
import { registerNewPromptFile } from './newPromptFile.ts';
import { registerNewSuite } from './newSuite.ts';
import { registerOpenExamples } from './openExamples.ts';
import { registerRunSample } from './runSample.ts';
import { registerWelcomeOnce } from './welcomeOnce.ts';

/** The commands that lead somebody from an empty window to a first result. */
export function registerFirstSteps(services: Services): vscode.Disposable {
  const held = new Disposables();
  held.add(registerRunSample(services));
  held.add(registerOpenExamples(services));
  held.add(registerNewPromptFile());
  held.add(registerNewSuite(services));
  held.add(registerWalkthroughSteps(services));
  held.add(registerWelcomeOnce(services));
  return held;
}
