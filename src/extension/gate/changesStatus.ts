import * as vscode from 'vscode';
import { commands } from '../editor/contributions.ts';
import { Disposables } from '../editor/disposables.ts';
import { stateOf, stateOfAll, worseIn } from '../services/changeText.ts';
import type { PromptChange, PromptChanges } from '../services/promptChanges.ts';

/** Shows one item while prompts are staged: whether the evals of exactly these were run, and what they said. It is hidden otherwise. */
export function registerChangesStatus(changes: PromptChanges): vscode.Disposable {
  const held = new Disposables();
  const item = held.add(vscode.window.createStatusBarItem('polyprompt.changes', vscode.StatusBarAlignment.Left));
  item.name = 'Polyprompt: Staged Prompts';
  const update = () => {
    const staged = changes.all.filter(({ isStaged }) => isStaged);
    if (staged.length === 0) {
      item.hide();
      return;
    }
    const text = textOf(staged);
    const command = commandOf(staged);
    item.command = command;
    item.text = `$(git-commit) ${text}`;
    item.accessibilityInformation = { label: `${text}, ${command.title}` };
    item.tooltip = `${command.title}\n${staged.map((change) => `${change.open.name}: ${stateOf(change)}`).join('\n')}`;
    const isWorse = staged.some((change) => worseIn(change) > 0);
    item.backgroundColor = isWorse ? new vscode.ThemeColor('statusBarItem.warningBackground') : undefined;
    item.show();
  };
  held.add(changes.onDidChange(update));
  return held;
}

function textOf(staged: readonly PromptChange[]): string {
  const size = `${staged.length} staged ${staged.length === 1 ? 'prompt' : 'prompts'}`;
  return `${size}: ${stateOfAll(staged)}`;
}

/** Shows what is known, the worst first. Where something is not known yet, a click runs it. */
function commandOf(staged: readonly PromptChange[]): vscode.Command {
  const worst = staged.toSorted((left, right) => worseIn(right) - worseIn(left)).find(({ found }) => found?.runId);
  const isKnown = staged.every(({ found }) => found) || staged.some((change) => worseIn(change) > 0);
  if (!worst?.found?.runId || !isKnown) return { title: 'Run evals for staged prompts', command: commands.checkStaged };
  const about = { suite: worst.open.uri.toString(), runId: worst.found.runId };
  return { title: 'Show what is worse, better and the same', command: commands.showResults, arguments: [about] };
}
