import * as vscode from 'vscode';
import { PolypromptError } from '../../core/errors.ts';
import { promptOf, registerCommand } from '../commandRegistry.ts';
import { commands, panelType } from '../contributions.ts';
import { Disposables } from '../disposables.ts';
import { formatOf } from '../promptFiles.ts';
import { savedAddress } from '../savedAddress.ts';
import type { Services } from '../services.ts';
import { ComparePanel } from './comparePanel.ts';

/** One compare panel per prompt, beside the editor; panels come back when the window is reloaded. */
export function registerComparePanels(services: Services): vscode.Disposable {
  const held = new Disposables();
  const panels = new Map<string, ComparePanel>();
  const keep = (panel: ComparePanel) => {
    const key = panel.prompt.toString();
    panels.set(key, panel);
    held.add(panel);
    panel.onDidDispose(() => panels.delete(key));
  };
  const show = (prompt: vscode.Uri) => {
    const open = panels.get(prompt.toString());
    if (open) open.reveal();
    else keep(ComparePanel.open(services, prompt));
  };
  held.add(registerCommand(commands.showPanel, (argument) => show(shownPrompt(services, argument))));
  held.add(
    vscode.window.registerWebviewPanelSerializer(panelType, {
      deserializeWebviewPanel: async (panel, state: unknown) => {
        const prompt = savedAddress(state, 'prompt');
        if (!prompt || panels.has(prompt.toString())) return panel.dispose();
        restoreNewestRun(services, prompt);
        keep(new ComparePanel(services, prompt, panel));
      },
    }),
  );
  return held;
}

/** A prompt whose window was reloaded shows its newest run again. */
function restoreNewestRun(services: Services, prompt: vscode.Uri): void {
  if (services.sessions.get(prompt).current) return;
  const [newest] = services.sessions.stored(prompt, 1);
  if (newest) services.sessions.reopen(prompt, newest.runId);
}

function shownPrompt(services: Services, argument: unknown): vscode.Uri {
  const prompt = promptOf(argument);
  if (prompt && formatOf(services.memory, prompt)) return prompt;
  throw new PolypromptError('invalid-prompt', 'The active editor holds no prompt file.', {
    hint: 'Open a prompt file first.',
  });
}
