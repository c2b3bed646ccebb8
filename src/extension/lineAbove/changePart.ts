import type * as vscode from 'vscode';
import { commands } from '../editor/contributions.ts';
import { sinceWhat, stateOf, worseIn } from '../services/changeText.ts';
import type { PromptChange, PromptChanges } from '../services/promptChanges.ts';

/**
 * Says whether the evals of a file that differs from HEAD were run on both versions, and what they said; undefined where nothing differs.
 * Of several suites, the one with the worst result is shown.
 */
export function changePart(
  changes: PromptChanges,
  { uri, isDirty }: Pick<vscode.TextDocument, 'uri' | 'isDirty'>,
): vscode.Command | undefined {
  const file = uri.toString();
  const own = changes.all.filter(({ isOnDisk, files }) => isOnDisk && files.some((other) => other.toString() === file));
  // The known result belongs to the file as it was saved.
  const known = own.map((change): PromptChange => (isDirty ? { ...change, found: undefined } : change));
  const [worst] = known.toSorted((left, right) => worseIn(right) - worseIn(left));
  if (!worst) return undefined;
  const shown = known.find((change) => worseIn(worst) === 0 && !change.found) ?? worst;
  const { found, open } = shown;
  return {
    title: `${sinceWhat(shown)} · ${stateOf(shown)}`,
    command: found?.runId ? commands.showResults : commands.compareWithHead,
    arguments: found?.runId ? [{ suite: open.uri.toString(), runId: found.runId }] : [uri],
    tooltip: [
      found ? 'Show the answers of both versions' : 'Run what the change affects, as it is and as it was',
      ...known.map((change) => `${change.open.name}: ${stateOf(change)}`),
    ].join('\n'),
  };
}
