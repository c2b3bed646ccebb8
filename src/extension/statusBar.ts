import * as vscode from 'vscode';
import { addCosts, costOfRun, formatRunCost } from '../core/results/summary.ts';
import { isActive } from '../node/runs/readRun.ts';
import { commands } from './editor/contributions.ts';
import { Disposables } from './editor/disposables.ts';
import type { RunSessions } from './services/runSessions.ts';
import type { Services } from './services/services.ts';

/** Milliseconds between two updates, because reading a whole run costs time. */
const updateMs = 200;

/** Shows one quiet item: what is running, and what this session has cost. It is hidden until something has run. */
export function registerStatusBar(services: Services): vscode.Disposable {
  const held = new Disposables();
  const item = held.add(vscode.window.createStatusBarItem('polyprompt.status', vscode.StatusBarAlignment.Left));
  item.name = 'Polyprompt';
  let timer: NodeJS.Timeout | undefined;
  held.add({ dispose: () => clearTimeout(timer) });
  const update = () => {
    timer = undefined;
    const text = statusText(services);
    const isRunning = allRuns(services).some(({ running }) => running.length > 0);
    item.text = text;
    item.tooltip = isRunning ? 'Stop the running models' : 'Show past runs';
    item.command = isRunning ? commands.stopRun : commands.showRuns;
    if (text === '') item.hide();
    else item.show();
  };
  for (const runs of allRuns(services)) {
    held.add(
      runs.onDidHappen((happened) => {
        // Deltas change neither what is running nor what it cost.
        if (happened.type === 'replaced' || happened.event.type !== 'cell-delta')
          timer ??= setTimeout(update, updateMs);
      }),
    );
  }
  return held;
}

function allRuns({ sessions, evals }: Services): readonly RunSessions[] {
  return [sessions, evals.sessions];
}

function statusText(services: Services): string {
  const running = allRuns(services).flatMap((runs) => runs.running);
  const started = allRuns(services).flatMap((runs) => runs.started);
  if (started.length === 0) return '';
  const total = formatRunCost(addCosts(started.map(costOfRun)));
  const open = running
    .flatMap((session) => Object.values(session.state.cells))
    .filter((cell) => isActive(cell.status)).length;
  return open > 0 ? `$(sync~spin) ${open} ${open === 1 ? 'answer' : 'answers'} · ${total}` : `$(beaker) ${total}`;
}
