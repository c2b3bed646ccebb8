import * as vscode from 'vscode';
import { registerCommand } from '../editor/commandRegistry.ts';
import { commands } from '../editor/contributions.ts';
import { Disposables } from '../editor/disposables.ts';
import type { Services } from '../services/services.ts';
import { samplePrompt, writeExamples } from './exampleFiles.ts';

const sampleSuite = 'triage.eval.yaml';
const sampleRoutes = 'routes.eval.yaml';

/** Runs our own samples, which simulated models answer. They need no folder, no key and no network, so a first look cannot fail. */
export function registerRunSample(services: Services): vscode.Disposable {
  const held = new Disposables();
  held.add(
    registerCommand(commands.runSample, async () => {
      const prompt = await openSample(services, samplePrompt);
      await vscode.commands.executeCommand(commands.runWithSimulatedModels, prompt);
    }),
  );
  held.add(
    registerCommand(commands.runSampleSuite, async () => {
      await runSampleSuite(services, sampleSuite);
    }),
  );
  held.add(
    registerCommand(commands.showSampleRoutes, async () => {
      const suite = await runSampleSuite(services, sampleRoutes);
      await services.evals.sessions.get(suite).current?.ended();
      await vscode.commands.executeCommand(commands.simulateRoutes, suite);
    }),
  );
  return held;
}

async function runSampleSuite(services: Services, name: string): Promise<vscode.Uri> {
  const suite = await openSample(services, name);
  await vscode.commands.executeCommand(commands.showResults, suite);
  await vscode.commands.executeCommand(commands.runSuite, suite);
  return suite;
}

async function openSample({ context }: Services, name: string): Promise<vscode.Uri> {
  const folder = vscode.Uri.joinPath(context.globalStorageUri, 'sample');
  await writeExamples(context, folder);
  const file = vscode.Uri.joinPath(folder, name);
  await vscode.window.showTextDocument(file, { preview: false, viewColumn: vscode.ViewColumn.One });
  return file;
}
