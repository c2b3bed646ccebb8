import * as vscode from 'vscode';
import { formatEstimate } from '../core/pricing/estimate.ts';
import { commands, promptLanguages } from './contributions.ts';
import { Disposables } from './disposables.ts';
import { estimatePrompt } from './estimatePrompt.ts';
import { preparePrompt } from './preparedPrompt.ts';
import type { Services } from './services.ts';

/** The line above a prompt: run it, choose its models, and what that would cost. */
export function registerCodeLens(services: Services): vscode.Disposable {
  const held = new Disposables();
  const changed = held.add(new vscode.EventEmitter<void>());
  held.add(services.onDidChangeModels(() => changed.fire()));
  held.add(services.memory.onDidChange(() => changed.fire()));
  const provideCodeLenses = (document: vscode.TextDocument) => lensesFor(services, document.uri);
  const selector = promptLanguages.map((language) => ({ language }));
  held.add(
    vscode.languages.registerCodeLensProvider(selector, { onDidChangeCodeLenses: changed.event, provideCodeLenses }),
  );
  return held;
}

async function lensesFor(services: Services, uri: vscode.Uri): Promise<vscode.CodeLens[]> {
  if (!services.settings().codeLens) return [];
  const prompt = await preparePrompt(services, uri);
  const top = new vscode.Range(0, 0, 0, 0);
  const count = prompt.models.length;
  const models =
    count === 0
      ? 'Choose models'
      : `${count} ${count === 1 ? 'model' : 'models'} · ${formatEstimate(estimatePrompt(services, prompt))}`;
  return [
    new vscode.CodeLens(top, {
      title: '$(play) Run',
      command: commands.runPrompt,
      arguments: [uri],
      tooltip: 'Run this prompt on its models, side by side',
    }),
    new vscode.CodeLens(top, {
      title: models,
      command: commands.chooseModels,
      arguments: [uri],
      tooltip: 'Choose the models of this prompt',
    }),
    new vscode.CodeLens(top, {
      title: 'Preview messages',
      command: commands.previewMessages,
      arguments: [uri],
      tooltip: 'See the messages as a model would get them',
    }),
  ];
}
