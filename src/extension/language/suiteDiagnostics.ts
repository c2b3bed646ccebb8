import * as vscode from 'vscode';
import { labelProblems } from '../../core/dataset/labelProblems.ts';
import { lintSuiteModels } from '../../core/dataset/lintSuiteModels.ts';
import { suiteFormatOf } from '../../core/dataset/readSuite.ts';
import type { Suite } from '../../core/dataset/suite.ts';
import { readPromptPath } from '../../core/prompt/promptPath.ts';
import { readPrompt } from '../../core/prompt/readPrompt.ts';
import type { Problem } from '../../core/text/problem.ts';
import { Disposables } from '../editor/disposables.ts';
import { positionsOf } from '../editor/positions.ts';
import { diagnosticOf } from './diagnosticOf.ts';
import { registerLabelFix } from './labelFix.ts';
import { type LanguageServices, modelKnowledge } from './languageServices.ts';
import { registerPersonalFix } from './personalFix.ts';

/** The most Problems shown in one file, because nobody reads more of them one by one. */
const mostProblems = 1000;

type PlacedProblem = Suite['problems'][number];

/** Problems of every open suite, each in its own file: the suite itself or one that it reads. */
export function registerSuiteDiagnostics(services: LanguageServices): vscode.Disposable {
  const held = new Disposables();
  const collections = new Map<string, vscode.DiagnosticCollection>();
  held.add({ dispose: () => collections.forEach((collection) => void collection.dispose()) });
  const check = (uri: vscode.Uri) => {
    if (!isSuite(uri) || !openDocument(uri)) return;
    const key = uri.toString();
    const collection = collections.get(key) ?? vscode.languages.createDiagnosticCollection(`polyprompt ${key}`);
    collections.set(key, collection);
    void publish(services, collection, uri);
  };
  const checkAll = () => vscode.workspace.textDocuments.forEach(({ uri }) => void check(uri));
  held.add(vscode.workspace.onDidOpenTextDocument(({ uri }) => check(uri)));
  held.add(services.suites.onDidChange(check));
  held.add(services.onDidChangeModels(checkAll));
  held.add(
    vscode.workspace.onDidCloseTextDocument(({ uri }) => {
      collections.get(uri.toString())?.dispose();
      collections.delete(uri.toString());
    }),
  );
  held.add(registerPersonalFix());
  held.add(registerLabelFix());
  checkAll();
  return held;
}

function isSuite(uri: vscode.Uri): boolean {
  const format = suiteFormatOf(uri.path);
  return uri.scheme === 'file' && format !== undefined && format !== 'data';
}

function openDocument(uri: vscode.Uri): vscode.TextDocument | undefined {
  return vscode.workspace.textDocuments.find((document) => document.uri.toString() === uri.toString());
}

async function publish(
  services: LanguageServices,
  collection: vscode.DiagnosticCollection,
  uri: vscode.Uri,
): Promise<void> {
  const open = await services.suites.read(uri);
  const routes = await services.routes.idsFor(uri);
  const text = openDocument(uri)?.getText();
  // The suite was closed, or read again in the meantime. That reading reports its problems.
  if (text === undefined || services.suites.known(uri) !== open) return;
  const routeProblem = (id: string) => services.routes.problemOf(uri, id);
  const knowledge = { ...modelKnowledge(services, routes), routeProblem };
  const format = suiteFormatOf(uri.path);
  const models = format === 'eval' || format === 'promptfoo' ? lintSuiteModels(text, knowledge) : [];
  // Files of other tools name models in their own way, so only what is certain is said of them.
  const sure = models.filter(({ code }) => format === 'eval' || code === 'model-ends');
  const offers = format === 'eval' ? labelProblems(text, open.suite) : [];
  const problems = [
    ...open.suite.problems,
    ...[...sure, ...offers].map((problem) => ({ ...problem, file: uri.fsPath })),
  ];
  const byFile = Map.groupBy(withoutPromptProblems(problems), ({ file }) => file);
  const placed = await Promise.all([...byFile].map(([file, found]) => diagnosticsIn(file, found)));
  if (!openDocument(uri)) return;
  collection.clear();
  for (const [file, diagnostics] of placed) collection.set(vscode.Uri.file(file), diagnostics);
}

/** An open prompt shows its own Problems, so only those of its cases are shown here. */
function withoutPromptProblems(problems: readonly PlacedProblem[]): readonly PlacedProblem[] {
  const told = new Map<string, ReadonlySet<string>>();
  const toldBy = (file: string) => {
    const known = told.get(file) ?? problemsOfPrompt(file);
    told.set(file, known);
    return known;
  };
  return problems.filter((problem) => !toldBy(problem.file).has(nameOf(problem)) && !problem.code.endsWith('-partial'));
}

function problemsOfPrompt(file: string): ReadonlySet<string> {
  const document = openDocument(vscode.Uri.file(file));
  if (!document || readPromptPath(file).format === undefined) return new Set();
  return new Set(readPrompt({ path: file, text: document.getText() }).problems.map(nameOf));
}

function nameOf({ code, range }: Problem): string {
  return `${code} ${range.start}`;
}

async function diagnosticsIn(
  file: string,
  problems: readonly PlacedProblem[],
): Promise<readonly [string, vscode.Diagnostic[]]> {
  const positions = await positionsOf(file);
  const rangeOf = ({ range }: PlacedProblem) =>
    new vscode.Range(positions.positionAt(range.start), positions.positionAt(range.end));
  return [file, problems.slice(0, mostProblems).map((problem) => diagnosticOf(rangeOf(problem), problem))];
}
