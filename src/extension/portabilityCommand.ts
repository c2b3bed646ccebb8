import * as vscode from 'vscode';
import { PolypromptError } from '../core/errors.ts';
import { portabilityMarkdown } from '../core/portability/portabilityReport.ts';
import { promptOf, registerCommand } from './editor/commandRegistry.ts';
import { commands } from './editor/contributions.ts';
import { Disposables } from './editor/disposables.ts';
import { pickModels } from './services/pickModels.ts';
import { portabilityOf } from './services/portabilityOf.ts';
import { preparePrompt } from './services/preparedPrompt.ts';
import { formatOf, openPrompt, partialsOf } from './services/promptFiles.ts';
import type { Services } from './services/services.ts';
import { type VariantFile, variantFiles } from './services/variantFiles.ts';

const scheme = 'polyprompt-portability';

/** `Check Portability...`: choose models, then read what each of them would not take of the prompt. The page follows the prompt. */
export function registerCheckPortability(services: Services): vscode.Disposable {
  const held = new Disposables();
  const changed = held.add(new vscode.EventEmitter<vscode.Uri>());
  held.add(
    vscode.workspace.registerTextDocumentContentProvider(scheme, {
      onDidChange: changed.event,
      provideTextDocumentContent: (page) => contentOf(services, page),
    }),
  );
  held.add(
    vscode.workspace.onDidChangeTextDocument(({ document: { uri } }) => {
      for (const page of openPages()) if (questionOf(page).prompt.toString() === uri.toString()) changed.fire(page);
    }),
  );
  held.add(registerCommand(commands.checkPortability, (argument) => check(services, promptOf(argument))));
  return held;
}

async function check(services: Services, prompt: vscode.Uri | undefined): Promise<void> {
  if (!prompt || !formatOf(services.memory, prompt))
    throw new PolypromptError('invalid-prompt', 'Portability is checked per prompt.', {
      hint: 'Open a prompt file first.',
    });
  const { choice } = await preparePrompt(services, prompt);
  const chosen = await pickModels(services, { title: 'Check Portability', chosen: choice, prompt });
  if (!chosen || chosen.length === 0) return;
  const models = await services.tierModels.expand(chosen, prompt);
  await showPage(pageOf(prompt, models));
}

/** Shows the page as rendered Markdown; as text where the editor's own Markdown preview is switched off. */
async function showPage(page: vscode.Uri): Promise<void> {
  const place = { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true };
  try {
    await vscode.commands.executeCommand('vscode.openWith', page, 'vscode.markdown.preview.editor', place);
  } catch {
    await vscode.window.showTextDocument(page, place);
  }
}

function pageOf(prompt: vscode.Uri, models: readonly string[]): vscode.Uri {
  const name = prompt.path.slice(prompt.path.lastIndexOf('/') + 1);
  return vscode.Uri.from({
    scheme,
    path: `/${name} (portability).md`,
    query: [prompt.toString(), ...models].join('\n'),
  });
}

function questionOf(page: vscode.Uri): { readonly prompt: vscode.Uri; readonly models: readonly string[] } {
  const [prompt = '', ...models] = page.query.split('\n');
  return { prompt: vscode.Uri.parse(prompt, true), models };
}

function openPages(): readonly vscode.Uri[] {
  return vscode.workspace.textDocuments.map(({ uri }) => uri).filter((uri) => uri.scheme === scheme);
}

async function contentOf(services: Services, page: vscode.Uri): Promise<string> {
  const { prompt, models } = questionOf(page);
  const pages: string[] = [];
  for (const file of await variantFiles(prompt, models)) pages.push(await pageFor(services, prompt, file));
  return pages.join('\n');
}

/** The inputs are those of the prompt, whichever file a model gets. */
async function pageFor(services: Services, prompt: vscode.Uri, file: VariantFile): Promise<string> {
  const { text, document } = await openPrompt(services.memory, file.uri);
  const { partials } = await partialsOf(file.uri, document);
  const findings = portabilityOf(services, { uri: prompt, text, document, partials }, file.models);
  const name = file.variant === undefined ? document.name : `${document.name} (${file.variant})`;
  return portabilityMarkdown({ name, text, models: file.models, findings });
}
