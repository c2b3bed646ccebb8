import type * as vscode from 'vscode';
import { Disposables } from '../editor/disposables.ts';
import type { Services } from '../services/services.ts';
import { CaseDocuments } from './caseDocuments.ts';
import { registerCaseHover } from './caseHover.ts';
import { registerCaseProblems } from './caseProblems.ts';
import { registerDatasetCommands } from './datasetCommands.ts';
import { registerDecorations } from './decorations.ts';
import { registerEvalCommands } from './evalCommands.ts';
import { registerResumeRuns } from './resumeRuns.ts';
import { registerTestExplorer } from './testExplorer.ts';

/** Everything that the editor shows and does about evals, except the panel. */
export function registerEvals(services: Services): vscode.Disposable {
  const held = new Disposables();
  const documents = held.add(new CaseDocuments(services));
  held.add(registerDecorations(services, documents));
  held.add(registerCaseHover(documents));
  held.add(registerCaseProblems(services));
  held.add(registerTestExplorer(services, documents));
  held.add(registerEvalCommands(services));
  held.add(registerDatasetCommands(services));
  held.add(registerResumeRuns(services));
  return held;
}
