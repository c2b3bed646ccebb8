import type * as vscode from 'vscode';
import { Disposables } from '../editor/disposables.ts';
import type { PromptChanges } from '../services/promptChanges.ts';
import type { Services } from '../services/services.ts';
import { registerAcceptBaseline } from './acceptBaseline.ts';
import { registerChangesStatus } from './changesStatus.ts';
import { registerChangesView } from './changesView.ts';
import { registerCompareCommands } from './compareCommands.ts';
import { registerInstallHook } from './installHook.ts';
import { registerVersionDocuments } from './versionDocuments.ts';

/**
 * Everything about prompts that differ from what is committed: showing them, running them against it, accepting them, and the gate before a
 * commit.
 */
export function registerGate(services: Services, changes: PromptChanges): vscode.Disposable {
  const held = new Disposables();
  held.add(registerVersionDocuments(changes.onDidChange));
  held.add(registerChangesView(changes));
  held.add(registerChangesStatus(changes));
  held.add(registerAcceptBaseline(services));
  held.add(registerInstallHook(services));
  held.add(registerCompareCommands(services, changes));
  return held;
}
