import * as vscode from 'vscode';
import { PolypromptError } from '../../core/errors.ts';
import { isJsonObject } from '../../core/json.ts';
import { promptOf, registerCommand } from '../commandRegistry.ts';
import { commands, panelType } from '../contributions.ts';
import { Disposables } from '../disposables.ts';
import { formatOf } from '../promptFiles.ts';
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
  held.add(registerCommand(commands.openRun, (argument) => openRun(services, argument, show)));
  held.add(
    vscode.window.registerWebviewPanelSerializer(panelType, {
      deserializeWebviewPanel: async (panel, state: unknown) => {
        const prompt = promptFromState(state);
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

/** Opens a stored run; the argument is an item of the Runs view. */
function openRun(services: Services, argument: unknown, show: (prompt: vscode.Uri) => void): void {
  if (!isJsonObject(argument) || typeof argument['runId'] !== 'string' || typeof argument['prompt'] !== 'string')
    return;
  const prompt = vscode.Uri.parse(argument['prompt'], true);
  if (!services.sessions.reopen(prompt, argument['runId']))
    throw new PolypromptError('storage', 'This run is no longer on disk.');
  show(prompt);
}

/** What a panel saved of itself is text from a webview: believed only as far as it is the address of a prompt. */
function promptFromState(state: unknown): vscode.Uri | undefined {
  if (!isJsonObject(state) || typeof state['prompt'] !== 'string') return undefined;
  try {
    return vscode.Uri.parse(state['prompt'], true);
  } catch {
    return undefined;
  }
}
