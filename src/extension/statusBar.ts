import * as vscode from 'vscode';
import { addCosts, costOfRun, formatRunCost } from '../core/run/summary.ts';
import { isActive } from '../node/runSession.ts';
import { commands } from './contributions.ts';
import { Disposables } from './disposables.ts';
import type { Services } from './services.ts';

/** One quiet item: what is running, and what this session cost. Hidden until something has run. */
export function registerStatusBar(services: Services): vscode.Disposable {
  const held = new Disposables();
  const item = held.add(vscode.window.createStatusBarItem('polyprompt.status', vscode.StatusBarAlignment.Left));
  item.name = 'Polyprompt';
  const update = () => {
    const text = statusText(services);
    item.text = text;
    item.tooltip = services.sessions.running.length > 0 ? 'Stop the running models' : 'Show past runs';
    item.command = services.sessions.running.length > 0 ? commands.stopRun : commands.showRuns;
    if (text === '') item.hide();
    else item.show();
  };
  held.add(
    services.sessions.onDidHappen((happened) => {
      // Deltas change neither what runs nor what it cost.
      if (happened.type === 'replaced' || happened.event.type !== 'cell-delta') update();
    }),
  );
  return held;
}

function statusText(services: Services): string {
  const { running, started } = services.sessions;
  if (started.length === 0) return '';
  const total = formatRunCost(addCosts(started.map(costOfRun)));
  const open = running
    .flatMap((session) => Object.values(session.state.cells))
    .filter((cell) => isActive(cell.status)).length;
  return open > 0 ? `$(sync~spin) ${open} ${open === 1 ? 'model' : 'models'} · ${total}` : `$(beaker) ${total}`;
}
