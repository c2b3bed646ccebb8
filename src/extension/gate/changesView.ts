import * as path from 'node:path';
import * as vscode from 'vscode';
import { commands, views } from '../contributions.ts';
import { Disposables } from '../disposables.ts';
import { isWorse, stateOf } from './changeText.ts';
import type { PromptChange, PromptChanges } from './promptChanges.ts';

/** The section "Prompt Changes" of the Source Control view: what differs from HEAD, staged or not, and whether its evals were run. */
export function registerChangesView(changes: PromptChanges): vscode.Disposable {
  const held = new Disposables();
  const provider = held.add(new ChangesProvider(changes));
  held.add(vscode.window.createTreeView(views.promptChanges, { treeDataProvider: provider }));
  return held;
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
    const { open, files, isStaged, found } = change;
    const item = new vscode.TreeItem(path.posix.basename(open.name));
    const state = stateOf(change);
    item.id = `${isStaged} ${open.uri.toString()}`;
    item.description = `${isStaged ? 'staged' : 'not staged'} · ${state}`;
    item.iconPath = iconOf(change);
    item.tooltip = [
      open.name,
      `changed: ${files.map(({ path: file }) => path.posix.basename(file)).join(', ')}`,
      state,
    ].join('\n');
    item.accessibilityInformation = { label: `${open.name}, ${item.description}` };
    item.contextValue = isStaged ? 'change.staged' : 'change';
    item.command = found?.runId
      ? {
          title: 'Show Results',
          command: commands.showResults,
          arguments: [{ suite: open.uri.toString(), runId: found.runId }],
        }
      : { title: 'Open Changed File', command: 'vscode.open', arguments: [files[0] ?? open.uri] };
    return item;
  }

  dispose(): void {
    this.#held.dispose();
  }
}

function iconOf(change: PromptChange): vscode.ThemeIcon {
  if (!change.found) return new vscode.ThemeIcon('circle-outline');
  if (isWorse(change)) return new vscode.ThemeIcon('error', new vscode.ThemeColor('testing.iconFailed'));
  return new vscode.ThemeIcon('pass', new vscode.ThemeColor('testing.iconPassed'));
}
