import type * as vscode from 'vscode';
import { registerCommand } from '../editor/commandRegistry.ts';
import { commands } from '../editor/contributions.ts';
import { Disposables } from '../editor/disposables.ts';
import type { Services } from '../services/services.ts';
import { cancelBatch, collectBatch } from './collectBatch.ts';
import { runAsBatch } from './runAsBatch.ts';

/** Runs of suites by the vendors' batch engines: starting them, looking after them, and collecting their results. */
export function registerBatch(services: Services): vscode.Disposable {
  const held = new Disposables();
  held.add(registerCommand(commands.runAsBatch, (argument) => runAsBatch(services, argument)));
  held.add(registerCommand(commands.collectBatch, (argument) => collectBatch(services, argument)));
  held.add(registerCommand(commands.cancelBatch, (argument) => cancelBatch(services, argument)));
  return held;
}
