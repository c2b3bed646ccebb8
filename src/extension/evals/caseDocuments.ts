import * as vscode from 'vscode';
import type { EvalCase } from '../../core/dataset/suite.ts';
import { planSuite } from '../../core/plan/planSuite.ts';
import type { TargetResult } from '../../core/results/suiteResults.ts';
import { requestOf } from '../../core/run/cellIdentity.ts';
import { Disposables } from '../editor/disposables.ts';
import type { Services } from '../services/services.ts';
import type { OpenSuite } from '../services/suites.ts';
import { CaseLines, type CaseOnLine } from './caseLines.ts';

const caseFile = /\.(?:ya?ml|json|jsonl|ndjson|csv|tsv)$/i;

/** The visible documents that hold cases: which case is on which line, and what is known of it. */
export class CaseDocuments implements vscode.Disposable {
  readonly #services: Services;
  readonly #held = new Disposables();
  readonly #lines = new Map<string, CaseLines<OpenSuite>>();
  readonly #changed = this.#held.add(new vscode.EventEmitter<vscode.TextDocument>());
  readonly #read = this.#held.add(new vscode.EventEmitter<OpenSuite>());
  /** Ids of the cells that a case has now. A case is a new object whenever its suite is read again. */
  readonly #cellIds = new WeakMap<EvalCase, ReadonlySet<string>>();
  #isStarted = false;
  /** Fires when the text has changed and lines have moved. */
  readonly onDidChange = this.#changed.event;
  /** Fires when a suite was read, for the first time or again. */
  readonly onDidRead = this.#read.event;

  constructor(services: Services) {
    this.#services = services;
    this.#held.add(vscode.window.onDidChangeVisibleTextEditors(() => this.#look()));
    this.#held.add(services.suites.onDidChange((uri) => void this.#reread(uri)));
    this.#held.add(
      vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        const lines = this.#lines.get(document.uri.toString());
        if (!lines || contentChanges.length === 0) return;
        if (lines.apply(contentChanges)) this.#changed.fire(document);
      }),
    );
    this.#held.add(vscode.workspace.onDidCloseTextDocument(({ uri }) => this.#lines.delete(uri.toString())));
    this.#look();
  }

  linesOf(document: vscode.TextDocument): CaseLines<OpenSuite> | undefined {
    return this.#lines.get(document.uri.toString());
  }

  /** The results of a case. A result is marked as old when a prompt or a setting has changed since. */
  resultsOf(document: vscode.TextDocument, { testCase, isEdited }: CaseOnLine): readonly TargetResult[] {
    const open = this.linesOf(document)?.open;
    if (!open) return [];
    const results = this.#services.evals.results(open.uri).resultsOf(testCase, open.suite);
    const ids = this.#idsOf(open, testCase);
    return results.map((result) => {
      if (isEdited) return { ...result, staleness: 'case' };
      const isOld = result.staleness === undefined && !result.cells.every((cell) => ids.has(requestOf(cell)));
      return isOld ? { ...result, staleness: 'prompt' } : result;
    });
  }

  /** The results of a case, without a look at whether its prompt is still the same. */
  roughResultsOf(document: vscode.TextDocument, { testCase }: CaseOnLine): readonly TargetResult[] {
    const open = this.linesOf(document)?.open;
    return open ? this.#services.evals.results(open.uri).resultsOf(testCase, open.suite) : [];
  }

  dispose(): void {
    this.#held.dispose();
    this.#lines.clear();
  }

  #look(): void {
    const visible = vscode.window.visibleTextEditors.map((editor) => editor.document);
    const unread = visible.filter(({ uri }) => caseFile.test(uri.path) && !this.#lines.has(uri.toString()));
    if (unread.length === 0) return;
    void this.#findSuites(unread);
  }

  async #findSuites(documents: readonly vscode.TextDocument[]): Promise<void> {
    if (!this.#isStarted) await this.#services.suites.all();
    this.#isStarted = true;
    for (const document of documents) {
      const open = this.#suiteFor(document);
      if (open) this.#keep(open, document);
    }
  }

  /** Several suites may use one file. The suite with results is shown. */
  #suiteFor(document: vscode.TextDocument): OpenSuite | undefined {
    const path = document.uri.fsPath;
    const using = this.#services.suites
      .withCasesIn(document.uri)
      .filter(({ suite }) => suite.cases.some((testCase) => testCase.place.file === path));
    const hasResults = ({ uri, suite }: OpenSuite) => {
      const results = this.#services.evals.results(uri);
      return suite.cases.some((testCase) => results.has(testCase.id));
    };
    return using.find(hasResults) ?? using[0];
  }

  #keep(open: OpenSuite, document: vscode.TextDocument): void {
    if (document.isClosed) return;
    const before = this.#lines.get(document.uri.toString());
    const lines = new CaseLines(open, document);
    if (before) this.#inherit(before, lines);
    this.#lines.set(document.uri.toString(), lines);
    this.#read.fire(open);
  }

  /** An edited case has another id, so it is found by its line. */
  #inherit(before: CaseLines<OpenSuite>, after: CaseLines<OpenSuite>): void {
    const results = this.#services.evals.results(after.open.uri);
    const former = before.idByLine();
    for (const { testCase, line } of after.all()) {
      const id = former.get(line);
      if (id !== undefined && !results.has(testCase.id)) results.setFormerId(testCase.id, id);
    }
  }

  async #reread(uri: vscode.Uri): Promise<void> {
    if (!this.#isStarted) return;
    const open = await this.#services.suites.read(uri);
    for (const document of vscode.workspace.textDocuments) {
      const shown = this.#lines.get(document.uri.toString())?.open;
      if (shown ? shown.uri.toString() === uri.toString() : open.files.has(document.uri.fsPath))
        this.#keep(open, document);
    }
  }

  #idsOf(open: OpenSuite, testCase: EvalCase): ReadonlySet<string> {
    const known = this.#cellIds.get(testCase);
    if (known) return known;
    const suite = { ...open.suite, targets: this.#services.evals.targetsOf(open), cases: [testCase] };
    const { plan } = planSuite(suite, { runId: '', name: open.name, promptVersion: open.promptVersion });
    const ids = new Set(plan.cells.map((cell) => cell.id));
    this.#cellIds.set(testCase, ids);
    return ids;
  }
}
