import * as path from 'node:path';
import * as vscode from 'vscode';
import { evalRunLabel } from '../../core/results/matrix/matrixRunLabel.ts';
import { comparesVersions, markOf, type RunMark, scoreOf } from '../../core/results/runListing.ts';
import { costOfRun, formatRunCost, summarizeRun } from '../../core/results/summary.ts';
import { openBatches } from '../../core/run/batchState.ts';
import type { RunState } from '../../core/run/state.ts';
import { formatMoment } from '../../core/text/formatMoment.ts';
import { deleteRun } from '../../node/records/journal.ts';
import { registerCommand } from '../editor/commandRegistry.ts';
import { commands, views } from '../editor/contributions.ts';
import { Disposables } from '../editor/disposables.ts';
import type { Services } from '../services/services.ts';

/** A stored run as the tree and its commands know it. It is plain JSON, since commands get it back as an argument. */
interface RunItem {
  readonly runId: string;
  /** The address of the prompt, or of the suite. */
  readonly prompt: string;
  readonly suite?: string;
  /** The address of the suite whose prompt the run improves. */
  readonly improves?: string;
  readonly storage: string;
}

/** Several runs that compared a suite with an older version of it. Every attempt at a commit makes one. */
interface GateItem {
  readonly gate: string;
  readonly runs: readonly RunItem[];
}

type Item = RunItem | GateItem;

/** How many recent runs of a folder are listed; older ones stay on disk. */
const shown = 200;

/** The history: the runs of every workspace folder, newest first. */
export function registerRunsView(services: Services): vscode.Disposable {
  const held = new Disposables();
  const provider = held.add(new RunsProvider(services));
  held.add(vscode.window.registerTreeDataProvider(views.runs, provider));
  for (const runs of [services.sessions, services.evals.sessions, services.improvements]) {
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

class RunsProvider implements vscode.TreeDataProvider<Item>, vscode.Disposable {
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

  getChildren(item?: Item): Item[] {
    if (item) return isGate(item) ? [...item.runs] : [];
    return this.#grouped(this.#all());
  }

  getTreeItem(item: Item): vscode.TreeItem {
    return isGate(item) ? this.#gateItem(item) : this.#runItem(item);
  }

  /** The run that a command was called on, if it is one of ours. */
  itemOf(argument: unknown): RunItem | undefined {
    return this.#all().find(
      (item) =>
        typeof argument === 'object' && argument !== null && 'runId' in argument && argument.runId === item.runId,
    );
  }

  #all(): RunItem[] {
    this.#states = new Map();
    return (vscode.workspace.workspaceFolders ?? [])
      .flatMap((folder) => this.#runsOf(folder))
      .sort((left, right) => right.runId.localeCompare(left.runId));
  }

  /** Runs of the gate stand together, at the place of the newest. */
  #grouped(runs: readonly RunItem[]): Item[] {
    const gateOf = (run: RunItem) => {
      const state = this.#states.get(run.runId);
      return state && comparesVersions(state) ? run.prompt : undefined;
    };
    const gates = Map.groupBy(runs, gateOf);
    return runs.flatMap((run): Item[] => {
      const gate = gateOf(run);
      const own = gate === undefined ? [] : (gates.get(gate) ?? []);
      if (gate === undefined || own.length < 2) return [run];
      return own[0] === run ? [{ gate, runs: own }] : [];
    });
  }

  #gateItem({ gate, runs }: GateItem): vscode.TreeItem {
    const tree = new vscode.TreeItem(
      `Compared with older versions: ${path.posix.basename(gate)}`,
      vscode.TreeItemCollapsibleState.Collapsed,
    );
    const [newest] = runs.map(({ runId }) => this.#states.get(runId));
    tree.id = `gate:${gate}`;
    tree.description = [
      `${runs.length} runs`,
      ...(newest ? [formatMoment(newest.startedAt, Date.now(), vscode.env.language)] : []),
      ...folderOf(gate),
    ].join(' · ');
    tree.iconPath = new vscode.ThemeIcon('git-compare');
    tree.contextValue = 'gate';
    return tree;
  }

  #runItem(item: RunItem): vscode.TreeItem {
    const state = this.#states.get(item.runId);
    const tree = new vscode.TreeItem(state ? labelOf(state) : item.runId);
    tree.id = item.runId;
    if (state) {
      tree.description = [
        formatMoment(state.startedAt, Date.now(), vscode.env.language),
        detailOf(state),
        ...folderOf(item.prompt),
      ].join(' · ');
      tree.iconPath = icons[markOf(state)];
      tree.tooltip = [
        state.prompt,
        ...(state.kind === 'eval' ? [evalRunLabel(state)] : [detailOf(state)]),
        ...state.targets.map((target) => target.id),
      ].join('\n');
    }
    tree.contextValue = contextOf(state);
    tree.command = { title: 'Open Run', command: commands.openRun, arguments: [item] };
    return tree;
  }

  #runsOf(folder: vscode.WorkspaceFolder): RunItem[] {
    const storage = this.#services.storageFor(folder.uri);
    const { sessions, evals, improvements } = this.#services;
    const stored = [sessions, evals.sessions, improvements].flatMap((runs) => runs.storedIn(folder, shown));
    return stored.map((state) => {
      this.#states.set(state.runId, state);
      const prompt = vscode.Uri.joinPath(folder.uri, state.prompt).toString();
      const kind = state.kind === 'eval' ? { suite: prompt } : state.kind === 'improve' ? { improves: prompt } : {};
      return { runId: state.runId, storage, prompt, ...kind };
    });
  }
}

function isGate(item: Item): item is GateItem {
  return 'gate' in item;
}

/** The label of a run: `115/180 triage.eval.yaml`, or `triage.prompt` for a comparison. */
function labelOf(state: RunState): string {
  const score = scoreOf(state);
  const name = path.posix.basename(state.prompt);
  if (state.improve) return `${state.improve.port ? 'Port' : 'Improve'} ${path.posix.basename(state.improve.file)}`;
  return score === undefined ? name : `${score} ${name}`;
}

function detailOf(state: RunState): string {
  if (state.kind === 'improve') return improveSummary(state);
  if (state.kind !== 'eval') return summarizeRun(state);
  if (scoreOf(state) === undefined) return evalRunLabel(state);
  // The label already begins with the score.
  return evalRunLabel(state).split(' · ').slice(1).join(' · ');
}

/** Whether something better was found, and what that cost. */
function improveSummary(state: RunState): string {
  const { result } = state.improvement ?? {};
  const found = result ? (result.offered ? 'an edit is offered' : 'nothing better found') : 'no result yet';
  return `${found} · ${formatRunCost(costOfRun(state))}`;
}

/** The name of the folder, where there are several folders. */
function folderOf(prompt: string): readonly string[] {
  if ((vscode.workspace.workspaceFolders ?? []).length < 2) return [];
  const folder = vscode.workspace.getWorkspaceFolder(vscode.Uri.parse(prompt, true));
  return folder ? [folder.name] : [];
}

function contextOf(state: RunState | undefined): string {
  if (state?.kind !== 'eval') return 'run';
  return openBatches(state).length > 0 ? 'run.eval.batch' : 'run.eval';
}

const icons: Readonly<Record<RunMark, vscode.ThemeIcon>> = {
  passed: new vscode.ThemeIcon('pass', new vscode.ThemeColor('testing.iconPassed')),
  incomplete: new vscode.ThemeIcon('warning', new vscode.ThemeColor('testing.iconErrored')),
  failed: new vscode.ThemeIcon('error', new vscode.ThemeColor('testing.iconFailed')),
  errors: new vscode.ThemeIcon('warning', new vscode.ThemeColor('testing.iconErrored')),
  stopped: new vscode.ThemeIcon('circle-slash'),
  waiting: new vscode.ThemeIcon('watch'),
  running: new vscode.ThemeIcon('sync'),
};
