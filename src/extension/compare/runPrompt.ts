import * as vscode from 'vscode';
import { PolypromptError } from '../../core/errors.ts';
import { defined } from '../../core/jsonRead.ts';
import { performAction, promptOf, registerCommand } from '../editor/commandRegistry.ts';
import { commands } from '../editor/contributions.ts';
import { Disposables } from '../editor/disposables.ts';
import { requireTrust } from '../editor/trust.ts';
import { openColumns, planColumns, serversOfColumns } from '../services/comparedColumns.ts';
import { modelsWithKeys } from '../services/keyAccess.ts';
import { obstacleOf, type PreparedPrompt, preparePrompt } from '../services/preparedPrompt.ts';
import { formatOf } from '../services/promptFiles.ts';
import { chosenRow, type PromptRow, plannedRow, rowsOf } from '../services/promptRows.ts';
import { wantedServers, withServers } from '../services/runSuite.ts';
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
  const row = chosenRow(services, uri, await rowsOf(services, uri));
  return row ? runRow(services, uri, { row, models }) : runInputs(services, prompt, models);
}

/** Runs the prompt on the inputs that were typed. */
async function runInputs(services: Services, prompt: PreparedPrompt, models: readonly string[]): Promise<void> {
  const { uri } = prompt;
  const columns = await openColumns(services, prompt, models);
  const ready = await readyServers(services, uri, await serversOfColumns(uri, columns));
  if (!ready) return;
  const { servers } = ready;
  try {
    const plan = planColumns(services, uri, { models, columns, ...defined({ servers: servers?.known }) });
    const { sessions, suites } = services;
    attendServers(sessions.start(uri, plan, defined({ servers })), { servers, file: uri, suites });
  } catch (error) {
    await servers?.dispose();
    throw error;
  }
}

/** Runs the prompt on a case of its suites: what the case says besides its variables counts too, and its checks look at the answers. */
async function runRow(
  services: Services,
  uri: vscode.Uri,
  { row, models }: { readonly row: PromptRow; readonly models: readonly string[] },
): Promise<void> {
  const file = row.open.uri;
  const ready = await readyServers(services, file, wantedServers(row.open.suite, {}));
  if (!ready) return;
  const { servers } = ready;
  try {
    const open = servers ? withServers(row.open, servers) : row.open;
    const { plan, grading } = await plannedRow(services, uri, { row: { ...row, open }, models });
    services.evals.keepGrading(uri.with({ fragment: 'row' }), grading);
    const { sessions, suites } = services;
    attendServers(sessions.start(uri, plan, { grading, ...defined({ servers }) }), { servers, file, suites });
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
