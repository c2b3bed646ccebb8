import * as vscode from 'vscode';
import { PolypromptError } from '../../core/errors.ts';
import { isJsonObject } from '../../core/json.ts';
import { registerCommand } from '../editor/commandRegistry.ts';
import { commands } from '../editor/contributions.ts';
import type { Services } from '../services/services.ts';

/**
 * Opens a stored run in the panel for its kind: a comparison in the compare panel, an eval in the matrix, an improvement on its page. The argument is an item of the
 * Runs view.
 */
export function registerOpenRun(services: Services): vscode.Disposable {
  return registerCommand(commands.openRun, async (argument) => {
    if (!isJsonObject(argument)) return;
    const { runId, prompt, suite, improves } = argument;
    if (typeof runId !== 'string' || typeof prompt !== 'string') return;
    if (typeof improves === 'string') {
      await vscode.commands.executeCommand(commands.improvePrompt, { suite: improves, runId });
      return;
    }
    if (typeof suite === 'string') {
      await vscode.commands.executeCommand(commands.showResults, { suite, runId });
      return;
    }
    const uri = vscode.Uri.parse(prompt, true);
    if (!services.sessions.reopen(uri, runId))
      throw new PolypromptError('storage', 'This run is no longer on disk.', { hint: 'Run the prompt anew.' });
    await vscode.commands.executeCommand(commands.showPanel, uri);
  });
}
