import * as path from 'node:path';
import * as vscode from 'vscode';
import { openBatches } from '../core/run/batch/batchState.ts';
import { evalRunLabel } from '../core/run/matrixRunLabel.ts';
import type { RunState } from '../core/run/state.ts';
import { summarizeRun } from '../core/run/summary.ts';
import { formatMoment } from '../core/text/formatMoment.ts';
import { deleteRun } from '../node/journal.ts';
import { registerCommand } from './commandRegistry.ts';
import { commands, views } from './contributions.ts';
import { Disposables } from './disposables.ts';
import type { Services } from './services.ts';

/** A stored run as the tree and its commands know it; plain JSON, since commands get it back as an argument. */
interface RunItem {
  readonly runId: string;
  /** Address of the prompt, or of the suite. */
  readonly prompt: string;
  readonly suite?: string;
  readonly storage: string;
}

/** The most recent runs of a folder; older ones stay on disk. */
const shown = 200;

/** The history: the runs of every workspace folder, newest first. */
export function registerRunsView(services: Services): vscode.Disposable {
  const held = new Disposables();
  const provider = held.add(new RunsProvider(services));
  held.add(vscode.window.registerTreeDataProvider(views.runs, provider));
  for (const runs of [services.sessions, services.evals.sessions]) {
    held.add(
      runs.onDidHappen((happened) => {
        if (happened.type === 'replaced' || happened.event.type === 'run-ended') provider.refresh();
      }),
    );
  }
  held.add(
    registerCommand(commands.showRuns, async () => void (await vscode.commands.executeCommand(`${views.runs}.focus`))),
  );
  held.add(
    registerCommand(commands.deleteRun, async (argument) => {
      const item = provider.itemOf(argument);
      if (!item || !(await confirmDeletion())) return;
      deleteRun(item.storage, item.runId);
      provider.refresh();
    }),
  );
  return held;
}

async function confirmDeletion(): Promise<boolean> {
  const chosen = await vscode.window.showWarningMessage('Delete this run and its answers?', { modal: true }, 'Delete');
  return chosen === 'Delete';
}

class RunsProvider implements vscode.TreeDataProvider<RunItem>, vscode.Disposable {
  readonly #services: Services;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly onDidChangeTreeData = this.#changed.event;
  #states = new Map<string, RunState>();

  constructor(services: Services) {
    this.#services = services;
  }

  refresh(): void {
    this.#changed.fire();
  }

  dispose(): void {
    this.#changed.dispose();
  }

  getChildren(item?: RunItem): RunItem[] {
    if (item) return [];
    this.#states = new Map();
    const folders = vscode.workspace.workspaceFolders ?? [];
    return folders
      .flatMap((folder) => this.#runsOf(folder))
      .sort((left, right) => right.runId.localeCompare(left.runId));
  }

  getTreeItem(item: RunItem): vscode.TreeItem {
    const state = this.#states.get(item.runId);
    const tree = new vscode.TreeItem(path.posix.basename(state?.prompt ?? item.runId));
    tree.id = item.runId;
    tree.description = state
      ? `${formatMoment(state.startedAt, Date.now(), vscode.env.language)} · ${state.kind === 'eval' ? evalRunLabel(state) : summarizeRun(state)}`
      : '';
    tree.iconPath = new vscode.ThemeIcon(iconOf(state));
    tree.contextValue = contextOf(state);
    tree.tooltip = state ? `${state.prompt}\n${state.targets.map((target) => target.model).join('\n')}` : item.runId;
    tree.command = { title: 'Open Run', command: commands.openRun, arguments: [item] };
    return tree;
  }

  /** The run a command was called on, if it is one of ours. */
  itemOf(argument: unknown): RunItem | undefined {
    return this.getChildren().find(
      (item) =>
        typeof argument === 'object' && argument !== null && 'runId' in argument && argument.runId === item.runId,
    );
  }

  #runsOf(folder: vscode.WorkspaceFolder): RunItem[] {
    const storage = this.#services.storageFor(folder.uri);
    const { sessions, evals } = this.#services;
    const stored = [...sessions.storedIn(folder, shown), ...evals.sessions.storedIn(folder, shown)];
    return stored.map((state) => {
      this.#states.set(state.runId, state);
      const prompt = vscode.Uri.joinPath(folder.uri, state.prompt).toString();
      return { runId: state.runId, storage, prompt, ...(state.kind === 'eval' ? { suite: prompt } : {}) };
    });
  }
}

function contextOf(state: RunState | undefined): string {
  if (state?.kind !== 'eval') return 'run';
  return openBatches(state).length > 0 ? 'run.eval.batch' : 'run.eval';
}

function iconOf(state: RunState | undefined): string {
  const cells = Object.values(state?.cells ?? {});
  if (cells.some((cell) => cell.status === 'failed')) return 'error';
  if (state?.status === 'submitted') return 'watch';
  return state?.status === 'cancelled' ? 'circle-slash' : 'pass';
}
