import * as vscode from 'vscode';
import { PolypromptError } from '../../core/errors.ts';
import { promptOf, registerCommand } from '../editor/commandRegistry.ts';
import { commands, panelType } from '../editor/contributions.ts';
import { OpenPanels } from '../editor/openPanels.ts';
import { formatOf } from '../services/promptFiles.ts';
import type { Services } from '../services/services.ts';
import { ComparePanel } from './comparePanel.ts';

/** Opens one compare panel per prompt, beside the editor. Panels come back when the window is reloaded. */
export function registerComparePanels(services: Services): vscode.Disposable {
  const panels = new OpenPanels<ComparePanel>({
    viewType: panelType,
    key: 'prompt',
    restore: (prompt, panel) => {
      restoreNewestRun(services, prompt);
      return new ComparePanel(services, prompt, panel);
    },
  });
  const show = (prompt: vscode.Uri) => panels.of(prompt, () => ComparePanel.open(services, prompt)).reveal();
  return vscode.Disposable.from(
    registerCommand(commands.showPanel, (argument) => show(shownPrompt(services, argument))),
    panels,
  );
}

/** A prompt shows its newest run again after its window was reloaded. */
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
