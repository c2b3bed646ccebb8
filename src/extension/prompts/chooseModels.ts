import * as vscode from 'vscode';
import { PolypromptError } from '../../core/errors.ts';
import { promptOf, registerCommand } from '../editor/commandRegistry.ts';
import { commands } from '../editor/contributions.ts';
import { pickModels } from '../services/pickModels.ts';
import { preparePrompt } from '../services/preparedPrompt.ts';
import { formatOf } from '../services/promptFiles.ts';
import type { Services } from '../services/services.ts';

/** `Choose Models...`: search, price and context per model; the choice is remembered for the prompt. */
export function registerChooseModels(services: Services): vscode.Disposable {
  return registerCommand(commands.chooseModels, async (argument) => {
    const prompt = promptOf(argument);
    if (!prompt || !formatOf(services.memory, prompt)) {
      throw new PolypromptError('invalid-prompt', 'Models are chosen per prompt.', {
        hint: 'Open a prompt file first.',
      });
    }
    const { choice } = await preparePrompt(services, prompt);
    const chosen = await pickModels(services, { title: 'Choose Models', chosen: choice, prompt });
    if (!chosen) return;
    await services.memory.setModels(prompt, chosen);
    // A run with variants planned its columns one by one, so new models come with the next run.
    const hasVariants = services.sessions.get(prompt).current?.state.plan.some(({ variant }) => variant !== undefined);
    if (vscode.workspace.isTrusted && !hasVariants)
      services.sessions.setModels(prompt, await services.tierModels.expand(chosen, prompt));
  });
}
