import * as vscode from 'vscode';
import { PolypromptError } from '../../core/errors.ts';
import { defined } from '../../core/jsonRead.ts';
import { performAction, promptOf, registerCommand } from '../editor/commandRegistry.ts';
import { commands } from '../editor/contributions.ts';
import { Disposables } from '../editor/disposables.ts';
import { requireTrust } from '../editor/trust.ts';
import { modelsWithKeys } from '../services/keyAccess.ts';
import { obstacleOf, planComparison, preparePrompt, serversOfPrompt } from '../services/preparedPrompt.ts';
import { formatOf } from '../services/promptFiles.ts';
import type { Services } from '../services/services.ts';
import { attendServers, readyServers } from '../services/toolServers.ts';

/** The models for a first look, which answer without a key or a network. */
export const simulatedModels = [
  'simulated/terse',
  'simulated/thorough',
  'simulated/json',
  'simulated/unreliable',
] as const;

export function registerRunPrompt(services: Services): vscode.Disposable {
  const held = new Disposables();
  held.add(registerCommand(commands.runPrompt, (argument) => runFromCommand(services, promptOf(argument))));
  held.add(registerCommand(commands.runAsPrompt, (argument) => runAsPrompt(services, promptOf(argument))));
  held.add(registerCommand(commands.runWithSimulatedModels, (argument) => runSimulated(services, promptOf(argument))));
  held.add(
    registerCommand(commands.stopRun, () => {
      services.sessions.stopAll();
      services.evals.sessions.stopAll();
    }),
  );
  return held;
}

async function runFromCommand(services: Services, uri: vscode.Uri | undefined): Promise<void> {
  if (!uri || !formatOf(services.memory, uri)) {
    throw new PolypromptError('invalid-prompt', 'The active editor holds no prompt file.', {
      hint: 'Open a .prompt, .prompt.yml or .prompt.txt file, or use "Polyprompt: Run File as Prompt".',
    });
  }
  await vscode.commands.executeCommand(commands.showPanel, uri);
  await runPrompt(services, uri);
}

async function runAsPrompt(services: Services, uri: vscode.Uri | undefined): Promise<void> {
  if (!uri) throw new PolypromptError('invalid-prompt', 'No file is open.', { hint: 'Open the file to run first.' });
  if (!formatOf(services.memory, uri)) await services.memory.treatAsPrompt(uri);
  await runFromCommand(services, uri);
}

async function runSimulated(services: Services, uri: vscode.Uri | undefined): Promise<void> {
  if (uri) await services.memory.setModels(uri, simulatedModels);
  await runFromCommand(services, uri);
}

/**
 * Runs the prompt as it is now on its chosen models. Throws a `PolypromptError` when it cannot start; nothing was sent then. Missing inputs
 * are not thrown, because the panel shows them as a form.
 */
export async function runPrompt(services: Services, uri: vscode.Uri): Promise<void> {
  requireTrust();
  const prompt = await preparePrompt(services, uri);
  const obstacle = obstacleOf(prompt);
  if (obstacle?.code === 'missing-input') return;
  if (obstacle) throw obstacle;
  if (prompt.models.length === 0) return chooseFirstModels(services, uri);
  const models = await modelsWithKeys(services, prompt.models);
  if (models.length === 0) return;
  const ready = await readyServers(services, uri, await serversOfPrompt(services, prompt, models));
  if (!ready) return;
  const { servers } = ready;
  try {
    const plan = await planComparison(services, prompt, { models, ...defined({ servers: servers?.known }) });
    const { sessions, suites } = services;
    attendServers(sessions.start(uri, plan, defined({ servers })), { servers, file: uri, suites });
  } catch (error) {
    await servers?.dispose();
    throw error;
  }
}

/** Where nothing says which models are meant, one click runs the simulated ones. */
async function chooseFirstModels(services: Services, uri: vscode.Uri): Promise<void> {
  const simulated = {
    label: '$(play) Run on Simulated Models',
    detail: 'They follow fixed rules on this machine: no key, no network, no cost.',
  };
  const choose = { label: '$(checklist) Choose Models...', detail: 'The choice is remembered for this prompt.' };
  const chosen = await vscode.window.showQuickPick([simulated, choose], {
    title: 'No model is chosen for this prompt',
    placeHolder: 'Nothing has been sent yet',
  });
  if (chosen === choose) return performAction('choose-models', { prompt: uri });
  if (chosen !== simulated) return;
  await services.memory.setModels(uri, simulatedModels);
  await runPrompt(services, uri);
}
