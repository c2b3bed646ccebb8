import * as vscode from 'vscode';
import { PolypromptError } from '../../core/errors.ts';
import { type Conversion, type ConversionFormat, convertPrompt } from '../../core/prompt/convertPrompt.ts';
import { readPromptPath } from '../../core/prompt/promptPath.ts';
import { promptOf, registerCommand } from '../editor/commandRegistry.ts';
import { commands, languages } from '../editor/contributions.ts';
import { isThere } from '../editor/isThere.ts';
import { tellLosses } from '../editor/tellLosses.ts';
import { formatOf, openPrompt, partialsOf } from '../services/promptFiles.ts';
import type { Services } from '../services/services.ts';

interface FormatItem extends vscode.QuickPickItem {
  readonly format: ConversionFormat;
}

const formats: readonly FormatItem[] = [
  {
    format: 'dotprompt',
    label: 'Dotprompt',
    description: '.prompt',
    detail: 'Handlebars template, front matter in YAML',
  },
  {
    format: 'github',
    label: 'GitHub Prompt',
    description: '.prompt.yml',
    detail: 'Messages in YAML with {{name}} places',
  },
  { format: 'prompty', label: 'Prompty', description: '.prompty', detail: 'Jinja template with lines such as "user:"' },
];

const extensions: Readonly<Record<ConversionFormat, string>> = {
  dotprompt: '.prompt',
  github: '.prompt.yml',
  prompty: '.prompty',
};

/** `Convert Prompt...`: shows the prompt in another format in an unsaved editor beside it, and says what was lost. */
export function registerConvertPrompt(services: Services): vscode.Disposable {
  return registerCommand(commands.convertPrompt, async (argument) => {
    const prompt = promptOf(argument);
    const from = prompt && formatOf(services.memory, prompt);
    if (!prompt || !from)
      throw new PolypromptError('invalid-prompt', 'There is no prompt to convert.', {
        hint: 'Open a prompt file first.',
      });
    const chosen = await vscode.window.showQuickPick(
      formats.filter(({ format }) => format !== from),
      { title: 'Convert Prompt', placeHolder: 'The format to write it in' },
    );
    if (!chosen) return;
    const { document } = await openPrompt(services.memory, prompt);
    const { partials } = await partialsOf(prompt, document);
    const conversion = convertPrompt(document, chosen.format, partials);
    await showConverted(prompt, chosen.format, conversion);
    const name = prompt.path.slice(prompt.path.lastIndexOf('/') + 1);
    // The message is not awaited: the command has ended, whether or not the message is read.
    void tellLosses({
      summary: `of ${name} ${conversion.lost.length === 1 ? 'has' : 'have'} no counterpart in the other format`,
      title: `What ${name} Lost`,
      losses: conversion.lost,
    });
  });
}

/** Nothing is written to disk: the editor proposes the name when it is saved. */
async function showConverted(prompt: vscode.Uri, format: ConversionFormat, { text }: Conversion): Promise<void> {
  const target = vscode.Uri.joinPath(prompt, '..', `${readPromptPath(prompt.path).name}${extensions[format]}`);
  const untitled = target.with({ scheme: 'untitled' });
  const isFree = prompt.scheme === 'file' && !(await isThere(target)) && !isOpen(untitled);
  const document = isFree
    ? await vscode.workspace.openTextDocument(untitled)
    : await vscode.workspace.openTextDocument({ language: languages[format], content: text });
  if (isFree) {
    const edit = new vscode.WorkspaceEdit();
    edit.insert(untitled, new vscode.Position(0, 0), text);
    await vscode.workspace.applyEdit(edit);
  }
  await vscode.window.showTextDocument(document, { viewColumn: vscode.ViewColumn.Beside });
}

function isOpen(uri: vscode.Uri): boolean {
  return vscode.workspace.textDocuments.some((document) => document.uri.toString() === uri.toString());
}
