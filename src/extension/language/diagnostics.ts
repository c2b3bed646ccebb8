import * as vscode from 'vscode';
import { type PortabilityProblem, portabilityProblems } from '../../core/portability/portabilityProblems.ts';
import { lintPrompt } from '../../core/prompt/lintPrompt.ts';
import { routeId } from '../../core/routeId.ts';
import { modelsBehind } from '../../core/routing/routeParts.ts';
import { Debouncer } from '../editor/debounce.ts';
import { Disposables } from '../editor/disposables.ts';
import { modelsFor } from '../services/modelsFor.ts';
import { portabilityOf } from '../services/portabilityOf.ts';
import { partialsOf } from '../services/promptFiles.ts';
import { variantFiles } from '../services/variantFiles.ts';
import { diagnosticOf } from './diagnosticOf.ts';
import {
  editorRange,
  type LanguageServices,
  modelKnowledge,
  promptFormatOf,
  promptSelector,
  readOpenPrompt,
} from './languageServices.ts';
import { QuickFixes } from './quickFixes.ts';

const quietMs = 250;

interface Published {
  readonly collection: vscode.DiagnosticCollection;
  readonly fixes: QuickFixes;
}

/** Problems for every open prompt, as it is in the editor, and fixes for them. */
export function registerDiagnostics(services: LanguageServices): vscode.Disposable {
  const held = new Disposables();
  const collection = held.add(vscode.languages.createDiagnosticCollection('polyprompt'));
  const fixes = new QuickFixes();
  const kinds = { providedCodeActionKinds: [vscode.CodeActionKind.QuickFix] };
  held.add(vscode.languages.registerCodeActionsProvider(promptSelector, fixes, kinds));
  const debouncer = held.add(new Debouncer(quietMs));
  const check = (document: vscode.TextDocument) =>
    debouncer.run(document.uri.toString(), () => void publish(services, { collection, fixes }, document));
  const checkAll = () => vscode.workspace.textDocuments.forEach(check);
  held.add(vscode.workspace.onDidOpenTextDocument(check));
  held.add(vscode.workspace.onDidChangeTextDocument(({ document }) => check(document)));
  // A saved file may be a partial of any open prompt.
  held.add(vscode.workspace.onDidSaveTextDocument(({ fileName }) => fileName.endsWith('.prompt') && checkAll()));
  held.add(vscode.workspace.onDidCreateFiles(checkAll));
  held.add(vscode.workspace.onDidRenameFiles(checkAll));
  held.add(vscode.workspace.onDidDeleteFiles(checkAll));
  held.add(services.onDidChangeModels(checkAll));
  held.add(services.memory.onDidChange(checkAll));
  held.add(
    vscode.workspace.onDidCloseTextDocument(({ uri }) => {
      debouncer.cancel(uri.toString());
      collection.delete(uri);
      fixes.delete(uri);
    }),
  );
  checkAll();
  return held;
}

async function publish(
  services: LanguageServices,
  { collection, fixes }: Published,
  document: vscode.TextDocument,
): Promise<void> {
  const format = isInWindow(document) ? promptFormatOf(services, document) : undefined;
  if (!format) return collection.delete(document.uri);
  const { version, uri } = document;
  const prompt = await readOpenPrompt(document, format);
  const partials = await partialsOf(uri, prompt);
  const { memory } = services;
  const choice = modelsFor({ uri, document: prompt, memory, defaults: services.settings().defaultModels });
  const { routes } = await services.routes.refresh(uri);
  const files = await variantFiles(uri, await services.tierModels.expand(choice, uri));
  // Models that get a variant are not sent this file.
  const own = files.find(({ variant }) => variant === undefined)?.models ?? [];
  const models = modelsBehind(routes, own);
  // The text may have changed, or the file been closed, while partials were read. Its next reading reports its problems.
  if (document.version !== version || document.isClosed) return;
  const findings = portabilityOf(services, { uri, text: document.getText(), document: prompt, ...partials }, models);
  const told: readonly PortabilityProblem[] = lintPrompt(prompt, {
    partials,
    models: modelKnowledge(services, [...routes.keys()].map(routeId)),
  });
  const placed = [...told, ...portabilityProblems(findings)].map((problem) => ({
    diagnostic: diagnosticOf(editorRange(document, problem.range), problem),
    fix: problem.fix,
  }));
  const fixable = placed.flatMap(({ diagnostic, fix }) => (fix ? [{ diagnostic, fix }] : []));
  collection.set(
    uri,
    placed.map(({ diagnostic }) => diagnostic),
  );
  fixes.set(document, fixable);
}

/** True for a file of the window. An older version in a diff is none: its partials are not beside it, and nobody can mend it. */
function isInWindow({ uri: { scheme } }: vscode.TextDocument): boolean {
  const folders = vscode.workspace.workspaceFolders ?? [];
  return ['file', 'untitled', ...folders.map(({ uri }) => uri.scheme)].includes(scheme);
}
