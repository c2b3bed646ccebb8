import * as vscode from 'vscode';
import { registerCommand } from '../editor/commandRegistry.ts';
import { commands } from '../editor/contributions.ts';
import type { Services } from '../services/services.ts';

/** `Clear Cache`: forgets the answers that are kept for the open folders, after saying how many bytes that is. */
export function registerClearCache(services: Services): vscode.Disposable {
  return registerCommand(commands.clearCache, async () => {
    const folders = vscode.workspace.workspaceFolders ?? [];
    const caches = new Set(folders.map(({ uri }) => services.evals.cacheFor(uri)));
    const bytes = [...caches].reduce((sum, cache) => sum + cache.bytes, 0);
    if (bytes === 0) {
      void vscode.window.showInformationMessage('No answers are cached.');
      return;
    }
    const chosen = await vscode.window.showWarningMessage(
      `Forget ${sizeOf(bytes)} of cached answers?`,
      { modal: true, detail: 'Runs that were recorded stay. The next run asks the models again and pays for it.' },
      'Clear Cache',
    );
    if (chosen === undefined) return;
    for (const cache of caches) cache.clear();
    void vscode.window.showInformationMessage(`${sizeOf(bytes)} of cached answers are forgotten.`);
  });
}

function sizeOf(bytes: number): string {
  if (bytes < 1000) return `${bytes} bytes`;
  return bytes < 1_000_000 ? `${Math.round(bytes / 1000)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}
