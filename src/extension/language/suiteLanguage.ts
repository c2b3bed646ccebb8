import * as path from 'node:path';
import * as vscode from 'vscode';
import type { FileKind } from '../../core/dataset/fileSchema.ts';
import { type SuiteKnowledge, suiteCompletions } from '../../core/dataset/suiteCompletions.ts';
import { suiteHover } from '../../core/dataset/suiteHover.ts';
import { entryOf } from '../../core/pricing/entryOf.ts';
import { projectFileName } from '../../core/routing/projectFile.ts';
import { languages } from '../editor/contributions.ts';
import { modelPage } from '../services/modelDescription.ts';
import { completionItem } from './completionItem.ts';
import { editorRange, type LanguageServices, modelKnowledge, serverNames } from './languageServices.ts';

const selector: vscode.DocumentSelector = [
  { language: languages.evalSuite },
  { scheme: 'file', pattern: `**/${projectFileName}` },
];
const mostFiles = 500;
const promptPattern = '**/*.{prompt,prompty,prompt.yml,prompt.yaml,prompt.txt}';
const casePattern = '**/*.{jsonl,ndjson,csv,tsv}';

/** Completion and hover in eval suites and in `polyprompt.yaml`: keys, kinds of checks, models, routes, and the files of the workspace folder. */
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
    models: [...modelKnowledge(services).models, ...(await routeOffers(services, document.uri))],
    promptFiles: await filesBeside(document.uri, promptPattern),
    caseFiles: await filesBeside(document.uri, casePattern),
    servers: await serverNames(services, document.uri),
  };
  return suiteCompletions(place, knowledge, kindOf(document)).map((completion) => completionItem(document, completion));
}

function kindOf({ uri }: vscode.TextDocument): FileKind {
  return path.posix.basename(uri.path) === projectFileName ? 'project' : 'suite';
}

async function routeOffers(services: LanguageServices, file: vscode.Uri): Promise<SuiteKnowledge['models']> {
  return (await services.routes.idsFor(file)).map((id) => ({ id, detail: 'route' }));
}

/** Files of the workspace folder, by the names that the suite would use. */
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
  const place = { text: document.getText(), offset: document.offsetAt(position), kind: kindOf(document) };
  const found = suiteHover(place);
  if (!found) return undefined;
  const page = new vscode.MarkdownString();
  if (found.type === 'model') page.appendMarkdown(modelPage(found.model, entryOf(services.catalog(), found.model)));
  else page.appendMarkdown(`\`${found.title}\`\n\n`).appendText(found.text);
  return new vscode.Hover(page, editorRange(document, found.range));
}
