import * as vscode from 'vscode';
import type { EvalCase } from '../../core/dataset/suite.ts';
import { outcomeOf, reasonOf } from '../../core/results/outcome.ts';
import type { SuiteResults, TargetResult } from '../../core/results/suiteResults.ts';
import { settings } from '../editor/contributions.ts';
import { Disposables } from '../editor/disposables.ts';
import { positionsOf } from '../editor/positions.ts';
import type { Services } from '../services/services.ts';
import type { OpenSuite } from '../services/suites.ts';
import { hasNotPassed, isFailure, suiteProblem } from './suiteProblem.ts';

const quietMs = 500;
/** Milliseconds to wait, so that the window comes up first. */
const settleMs = 1500;
/** How many failed cases are listed; further ones are only counted, because the Problems view is for reading. */
const mostProblems = 500;

/**
 * Shows failed cases as one Problem of their suite, or one each at their lines, as `polyprompt.failedCases` says, until they pass or are
 * changed. They are shown again after a reload of the window.
 */
export function registerCaseProblems(services: Services): vscode.Disposable {
  const held = new Disposables();
  const collections = new Map<string, vscode.DiagnosticCollection>();
  const timers = new Map<string, NodeJS.Timeout>();
  held.add({ dispose: () => [...timers.values()].map(clearTimeout) });
  const collectionOf = (suite: vscode.Uri) => {
    const key = suite.toString();
    const known = collections.get(key) ?? held.add(vscode.languages.createDiagnosticCollection(`polyprompt ${key}`));
    collections.set(key, known);
    return known;
  };
  const soon = (suite: vscode.Uri) => {
    const key = suite.toString();
    if (timers.has(key)) return;
    timers.set(
      key,
      setTimeout(() => {
        timers.delete(key);
        void publish(services, suite, collectionOf(suite));
      }, quietMs),
    );
  };
  held.add(services.evals.onDidChangeResults(({ suite }) => soon(suite)));
  held.add(
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration(settings.failedCases))
        for (const key of collections.keys()) soon(vscode.Uri.parse(key, true));
    }),
  );
  const timer = setTimeout(() => suitesWithRuns(services).forEach(soon), settleMs);
  held.add({ dispose: () => clearTimeout(timer) });
  held.add(services.suites.onDidChange((suite) => collections.has(suite.toString()) && soon(suite)));
  return held;
}

/** Suites with stored runs of which this window has shown nothing yet. */
function suitesWithRuns({ history, storageFor }: Services): readonly vscode.Uri[] {
  return (vscode.workspace.workspaceFolders ?? []).flatMap((folder) =>
    history.evaluated(storageFor(folder.uri)).map((name) => vscode.Uri.joinPath(folder.uri, name)),
  );
}

async function publish(services: Services, suite: vscode.Uri, collection: vscode.DiagnosticCollection): Promise<void> {
  const open = await services.suites.read(suite);
  const results = services.evals.results(suite);
  const byFile = await diagnosticsByFile(open, results);
  collection.clear();
  for (const [file, diagnostics] of byFile) collection.set(vscode.Uri.file(file), diagnostics);
}

type Diagnostics = Map<string, vscode.Diagnostic[]>;

async function diagnosticsByFile(open: OpenSuite, results: SuiteResults): Promise<Diagnostics> {
  const mode = vscode.workspace.getConfiguration(undefined, open.uri).get<string>(settings.failedCases);
  if (mode === 'none') return new Map();
  if (mode === 'case') return caseDiagnostics(open, results);
  const all = open.suite.cases.flatMap((testCase) => results.resultsOf(testCase, open.suite));
  if (!all.some(hasNotPassed)) return new Map();
  return new Map([[open.uri.fsPath, [suiteProblem(open, all)]]]);
}

async function caseDiagnostics(open: OpenSuite, results: SuiteResults): Promise<Diagnostics> {
  const byFile: Diagnostics = new Map();
  let count = 0;
  for (const testCase of open.suite.cases) {
    const failed = results.resultsOf(testCase, open.suite).filter(isFailure);
    if (failed.length === 0 || ++count > mostProblems) continue;
    const diagnostics = byFile.get(testCase.place.file) ?? [];
    byFile.set(testCase.place.file, [...diagnostics, ...(await diagnosticsOf(open, testCase, failed))]);
  }
  return byFile;
}

async function diagnosticsOf(
  open: OpenSuite,
  testCase: EvalCase,
  failed: readonly TargetResult[],
): Promise<vscode.Diagnostic[]> {
  const start = (await positionsOf(testCase.place.file)).positionAt(testCase.place.range.start);
  const range = new vscode.Range(start, start.translate(0, 1));
  return failed.map((result) => {
    const diagnostic = new vscode.Diagnostic(
      range,
      `${result.target}: ${reasonOfResult(result)}`,
      vscode.DiagnosticSeverity.Warning,
    );
    diagnostic.source = 'Polyprompt';
    diagnostic.code = result.outcome === 'fail' ? 'failed-case' : 'case-error';
    diagnostic.relatedInformation = [
      new vscode.DiagnosticRelatedInformation(new vscode.Location(open.uri, new vscode.Position(0, 0)), open.name),
    ];
    return diagnostic;
  });
}

/** Why a case did not pass, in one sentence about the first repeat that did not. */
export function reasonOfResult({ cells }: TargetResult): string {
  const cell = cells.find((candidate) => outcomeOf(candidate) !== 'pass');
  return cell ? reasonOf(cell) : 'It passed.';
}
