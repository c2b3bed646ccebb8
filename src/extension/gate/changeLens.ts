import * as vscode from 'vscode';
import { commands, promptLanguages } from '../contributions.ts';
import { Disposables } from '../disposables.ts';
import { caseFilePattern } from '../evals/caseDocuments.ts';
import type { Services } from '../services.ts';
import { sinceWhat, stateOf } from './changeText.ts';
import type { PromptChanges } from './promptChanges.ts';

/** Above a prompt, suite or case list that differs from HEAD: whether its evals were run on both, and what they said. */
export function registerChangeLens(services: Services, changes: PromptChanges): vscode.Disposable {
  const held = new Disposables();
  const changed = held.add(new vscode.EventEmitter<void>());
  held.add(changes.onDidChange(() => changed.fire()));
  const selector = [{ pattern: caseFilePattern }, ...promptLanguages.map((language) => ({ language }))];
  held.add(
    vscode.languages.registerCodeLensProvider(selector, {
      onDidChangeCodeLenses: changed.event,
      provideCodeLenses: (document) => (services.settings().codeLens ? lensesFor(changes, document) : []),
    }),
  );
  return held;
}

function lensesFor(changes: PromptChanges, { uri, isDirty }: vscode.TextDocument): vscode.CodeLens[] {
  const file = uri.toString();
  const own = changes.all.filter(({ isOnDisk, files }) => isOnDisk && files.some((other) => other.toString() === file));
  return own.map((change) => {
    const name = own.length > 1 ? `${change.open.name}: ` : '';
    // What is known is of the file as it was saved.
    const found = isDirty ? undefined : change.found;
    return new vscode.CodeLens(new vscode.Range(0, 0, 0, 0), {
      title: `${name}${sinceWhat(change)} · ${stateOf({ found })}`,
      command: found?.runId ? commands.showResults : commands.compareWithHead,
      arguments: found?.runId ? [{ suite: change.open.uri.toString(), runId: found.runId }] : [uri],
      tooltip: found ? 'Show the answers of both versions' : 'Run what the change affects, as it is and as it was',
    });
  });
}
