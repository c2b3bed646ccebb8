import * as vscode from 'vscode';
import { previewText } from '../../core/prompt/previewText.ts';
import { promptOf, registerCommand } from '../editor/commandRegistry.ts';
import { commands } from '../editor/contributions.ts';
import { Debouncer } from '../editor/debounce.ts';
import { Disposables } from '../editor/disposables.ts';
import { partialsOf } from '../services/promptFiles.ts';
import { type LanguageServices, promptFormatOf, readOpenPrompt } from './languageServices.ts';

const scheme = 'polyprompt-preview';
const quietMs = 150;

/** `Preview Messages`: the messages as a model would get them, beside the prompt and following its edits. Nothing is fetched. */
export function registerPreview(services: LanguageServices): vscode.Disposable {
  const held = new Disposables();
  const changed = held.add(new vscode.EventEmitter<vscode.Uri>());
  const debouncer = held.add(new Debouncer(quietMs));
  const refresh = (prompt: vscode.Uri) => debouncer.run(prompt.toString(), () => changed.fire(previewOf(prompt)));
  const refreshAll = () => {
    for (const preview of openPreviews()) refresh(promptBehind(preview));
  };
  held.add(
    vscode.workspace.registerTextDocumentContentProvider(scheme, {
      onDidChange: changed.event,
      provideTextDocumentContent: (preview) => contentOf(services, promptBehind(preview)),
    }),
  );
  held.add(
    vscode.workspace.onDidChangeTextDocument(({ document }) => document.uri.scheme !== scheme && refresh(document.uri)),
  );
  // A saved file may be a partial of a prompt in a preview.
  held.add(vscode.workspace.onDidSaveTextDocument(({ fileName }) => fileName.endsWith('.prompt') && refreshAll()));
  held.add(services.memory.onDidChange(refresh));
  held.add(registerCommand(commands.previewMessages, (argument) => showPreview(promptOf(argument))));
  return held;
}

function previewOf(prompt: vscode.Uri): vscode.Uri {
  const name = prompt.path.slice(prompt.path.lastIndexOf('/') + 1);
  return vscode.Uri.from({ scheme, path: `/${name} (messages).md`, query: prompt.toString() });
}

function promptBehind(preview: vscode.Uri): vscode.Uri {
  return vscode.Uri.parse(preview.query, true);
}

function openPreviews(): readonly vscode.Uri[] {
  return vscode.workspace.textDocuments.map(({ uri }) => uri).filter((uri) => uri.scheme === scheme);
}

async function showPreview(prompt: vscode.Uri | undefined): Promise<void> {
  if (!prompt || prompt.scheme === scheme) return;
  const document = await vscode.workspace.openTextDocument(previewOf(prompt));
  await vscode.window.showTextDocument(document, {
    viewColumn: vscode.ViewColumn.Beside,
    preserveFocus: true,
    preview: true,
  });
}

async function contentOf(services: LanguageServices, uri: vscode.Uri): Promise<string> {
  const document = await vscode.workspace.openTextDocument(uri);
  const prompt = await readOpenPrompt(document, promptFormatOf(services, document) ?? 'text');
  const { partials, problems } = await partialsOf(uri, prompt);
  const whole = { ...prompt, problems: [...prompt.problems, ...problems] };
  return previewText(whole, document.getText(), { inputs: services.memory.inputs(uri), partials });
}
