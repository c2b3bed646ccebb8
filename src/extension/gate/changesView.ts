import * as path from 'node:path';
import * as vscode from 'vscode';
import { readPromptPath } from '../../core/prompt/promptPath.ts';
import { commands, views } from '../editor/contributions.ts';
import { Disposables } from '../editor/disposables.ts';
import { notRunIn, shortStateOf, stateOf, stateOfAll, worseIn } from '../services/changeText.ts';
import type { PromptChange, PromptChanges } from '../services/promptChanges.ts';
import { changeDiffCommand } from './changeDiff.ts';

/** The section "Prompt Changes" of the Source Control view: what differs from HEAD, staged or not, and whether its evals were run. */
export function registerChangesView(changes: PromptChanges): vscode.Disposable {
  const held = new Disposables();
  const provider = held.add(new ChangesProvider(changes));
  const view = held.add(vscode.window.createTreeView(views.promptChanges, { treeDataProvider: provider }));
  // The editor shows the sections of Source Control closed at first, so the most important figure stands in the title.
  held.add(changes.onDidChange(() => (view.description = summaryOf(changes.all))));
  return held;
}

/** The figure for the title, such as `39 worse`; empty without changes. */
function summaryOf(all: readonly PromptChange[]): string {
  const staged = all.filter(({ isStaged }) => isStaged);
  return all.length === 0 ? '' : stateOfAll(staged.length > 0 ? staged : all);
}

class ChangesProvider implements vscode.TreeDataProvider<PromptChange>, vscode.Disposable {
  readonly #changes: PromptChanges;
  readonly #held = new Disposables();
  readonly #changed = this.#held.add(new vscode.EventEmitter<void>());
  readonly onDidChangeTreeData = this.#changed.event;

  constructor(changes: PromptChanges) {
    this.#changes = changes;
    this.#held.add(changes.onDidChange(() => this.#changed.fire()));
  }

  async getChildren(change?: PromptChange): Promise<PromptChange[]> {
    if (change) return [];
    if (!this.#changes.isKnown) await this.#changes.refresh();
    return [...this.#changes.all];
  }

  getTreeItem(change: PromptChange): vscode.TreeItem {
    const { open, isStaged, found } = change;
    const item = new vscode.TreeItem(nameOf(change));
    const place = isStaged ? 'staged' : 'not staged';
    const state = `${shortStateOf(change)} · ${place}`;
    // Several suites may ask the same prompt. Each of them then has to show its name.
    const isAlone = !this.#changes.all.some(
      (other) => other.open.uri.toString() !== open.uri.toString() && nameOf(other) === item.label,
    );
    item.id = `${isStaged} ${open.uri.toString()}`;
    item.description = isAlone ? state : `${path.posix.basename(open.name)} · ${state}`;
    item.iconPath = iconOf(change);
    item.tooltip = [
      `suite: ${open.name}`,
      `changed: ${change.changed.map(({ path: file }) => path.posix.basename(file)).join(', ')}`,
      `${stateOf(change)} · ${place}`,
    ].join('\n');
    item.accessibilityInformation = { label: `${item.label}, ${item.description}` };
    item.contextValue = isStaged ? 'change.staged' : 'change';
    item.command = found?.runId
      ? {
          title: 'Show Results',
          command: commands.showResults,
          arguments: [{ suite: open.uri.toString(), runId: found.runId }],
        }
      : changeDiffCommand({ ...change, base: 'HEAD', head: isStaged ? 'staged' : 'working copy' });
    return item;
  }

  dispose(): void {
    this.#held.dispose();
  }
}

/** The name of the changed prompt, or else of the first changed file, and how many more files changed. */
function nameOf({ changed }: PromptChange): string {
  const names = changed.map(({ path: file }) => path.posix.basename(file));
  const first = names.find((name) => readPromptPath(name).format !== undefined) ?? names[0] ?? '';
  return names.length > 1 ? `${first} +${names.length - 1}` : first;
}

function iconOf(change: PromptChange): vscode.ThemeIcon {
  if (!change.found) return new vscode.ThemeIcon('circle-outline');
  if (worseIn(change) > 0) return new vscode.ThemeIcon('error', new vscode.ThemeColor('testing.iconFailed'));
  if (notRunIn(change) > 0) return new vscode.ThemeIcon('warning', new vscode.ThemeColor('testing.iconErrored'));
  return new vscode.ThemeIcon('pass', new vscode.ThemeColor('testing.iconPassed'));
}
