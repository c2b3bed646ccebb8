import * as path from 'node:path';
import * as vscode from 'vscode';
import { type SuiteKnowledge, suiteCompletions } from '../../core/dataset/suiteCompletions.ts';
import { suiteHover } from '../../core/dataset/suiteHover.ts';
import { languages } from '../contributions.ts';
import { modelPage } from '../modelDescription.ts';
import { completionItem } from './completionItem.ts';
import { editorRange, type LanguageServices, modelKnowledge } from './languageServices.ts';

const selector: vscode.DocumentSelector = { language: languages.evalSuite };
const mostFiles = 500;
const promptPattern = '**/*.{prompt,prompty,prompt.yml,prompt.yaml,prompt.txt}';
const casePattern = '**/*.{jsonl,ndjson,csv,tsv}';

/** Completion and hover in eval suites: keys, kinds of checks, models, and the files of the workspace folder. */
export function registerSuiteLanguage(services: LanguageServices): vscode.Disposable {
  const completion: vscode.CompletionItemProvider = {
    provideCompletionItems: (document, position) => completeAt(services, document, position),
  };
  const hover: vscode.HoverProvider = {
    provideHover: (document, position) => hoverOver(services, document, position),
  };
  return vscode.Disposable.from(
    vscode.languages.registerCompletionItemProvider(selector, completion, ' ', '/', '.', ':', '-'),
    vscode.languages.registerHoverProvider(selector, hover),
  );
}

async function completeAt(
  services: LanguageServices,
  document: vscode.TextDocument,
  position: vscode.Position,
): Promise<vscode.CompletionItem[]> {
  const place = { text: document.getText(), offset: document.offsetAt(position) };
  const knowledge: SuiteKnowledge = {
    models: modelKnowledge(services).models,
    promptFiles: await filesBeside(document.uri, promptPattern),
    caseFiles: await filesBeside(document.uri, casePattern),
  };
  return suiteCompletions(place, knowledge).map((completion) => completionItem(document, completion));
}

/** Files of the workspace folder as the suite would name them. */
async function filesBeside(suite: vscode.Uri, pattern: string): Promise<readonly string[]> {
  const folder = vscode.workspace.getWorkspaceFolder(suite);
  if (!folder) return [];
  const found = await vscode.workspace.findFiles(
    new vscode.RelativePattern(folder, pattern),
    '**/{node_modules,.polyprompt}/**',
    mostFiles,
  );
  const names = found.map((file) => path.posix.relative(path.posix.dirname(suite.path), file.path));
  return names.map((name) => (name.startsWith('.') ? name : `./${name}`)).sort();
}

function hoverOver(
  services: LanguageServices,
  document: vscode.TextDocument,
  position: vscode.Position,
): vscode.Hover | undefined {
  const found = suiteHover({ text: document.getText(), offset: document.offsetAt(position) });
  if (!found) return undefined;
  const page = new vscode.MarkdownString();
  if (found.type === 'model') page.appendMarkdown(modelPage(found.model, services.catalog().entries.get(found.model)));
  else page.appendMarkdown(`\`${found.title}\`\n\n`).appendText(found.text);
  return new vscode.Hover(page, editorRange(document, found.range));
}
