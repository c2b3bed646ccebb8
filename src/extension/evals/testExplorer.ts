import * as vscode from 'vscode';
import { toPolypromptError } from '../../core/errors.ts';
import { suiteCaseOf } from '../../core/run/cellIdentity.ts';
import { leftOutOf, placeOfProblem } from '../../core/run/runProblem.ts';
import type { RunSession } from '../../node/runs/runSession.ts';
import { Disposables } from '../editor/disposables.ts';
import { showError } from '../editor/showError.ts';
import type { EvalSelection } from '../services/evalRuns.ts';
import { runSuite } from '../services/runSuite.ts';
import type { Services } from '../services/services.ts';
import type { OpenSuite } from '../services/suites.ts';
import type { CaseDocuments } from './caseDocuments.ts';
import { rerunFailed } from './rerun.ts';
import { mostInGutter, TestItems } from './testItems.ts';
import { reportResult } from './testResults.ts';
import { type SelectedSuite, selectionsOf } from './testSelection.ts';

type Start = (open: OpenSuite, selection: EvalSelection) => Promise<RunSession | undefined>;

/** Suites, cases and models as tests: run, run without cache, run what failed, run on save; every run is shown, wherever it was started. */
export function registerTestExplorer(services: Services, documents: CaseDocuments): vscode.Disposable {
  const held = new Disposables();
  const explorer = held.add(new TestExplorer(services));
  held.add(services.suites.onDidChange((uri) => void explorer.refresh(uri)));
  held.add(documents.onDidRead((open) => void explorer.showInSight(open)));
  return held;
}

class TestExplorer implements vscode.Disposable {
  readonly #services: Services;
  readonly #held = new Disposables();
  readonly #controller = this.#held.add(vscode.tests.createTestController('polyprompt', 'Polyprompt'));
  readonly #items: TestItems;
  /** Runs that a request of the Test Explorer already follows. */
  readonly #followed = new Set<RunSession>();
  /** Suites whose next run was asked for in the Test Explorer. */
  readonly #starting = new Set<string>();

  constructor(services: Services) {
    this.#services = services;
    this.#items = new TestItems(this.#controller, services.evals);
    this.#controller.resolveHandler = (item) => this.#resolve(item);
    this.#controller.refreshHandler = () => this.#showSuites();
    const profile = (label: string, start: Start, isDefault = false) => {
      const created = this.#controller.createRunProfile(
        label,
        vscode.TestRunProfileKind.Run,
        (request, token) => this.#handle(request, token, start),
        isDefault,
      );
      created.supportsContinuousRun = isDefault;
      this.#held.add(created);
    };
    profile('Run', (open, selection) => runSuite(services, open, selection), true);
    profile('Run Without Cache', (open, selection) => runSuite(services, open, { ...selection, useCache: false }));
    profile('Run Failed Only', (open) => rerunFailed(services, open));
    this.#held.add(
      services.evals.sessions.onDidHappen(({ prompt }) => {
        const { current } = services.evals.sessions.get(prompt);
        if (current?.isRunning && !this.#followed.has(current) && !this.#starting.has(prompt.toString()))
          void this.#showRun(prompt, current);
      }),
    );
  }

  dispose(): void {
    this.#held.dispose();
  }

  async refresh(uri: vscode.Uri): Promise<void> {
    if (!this.#controller.items.get(uri.toString())) return;
    const open = await this.#services.suites.read(uri);
    this.#items.suite(open);
    if (this.#items.isShown(uri)) await this.#items.showCases(open);
  }

  /** Shows the cases of a visible file, so that they have their signs in the gutter, whether or not the Test Explorer was ever opened. */
  async showInSight(open: OpenSuite): Promise<void> {
    if (this.#items.isShown(open.uri) || open.suite.cases.length > mostInGutter) return;
    await this.#items.showCases(open);
    this.#showStored(open);
  }

  async #resolve(item: vscode.TestItem | undefined): Promise<void> {
    if (!item) return this.#showSuites();
    const open = await this.#services.suites.read(vscode.Uri.parse(item.id, true));
    await this.#items.showCases(open);
    this.#showStored(open);
  }

  async #showSuites(): Promise<void> {
    const suites = await this.#services.suites.all();
    this.#items.setSuites(suites);
  }

  /** Shows the results of earlier runs, so that a reloaded window does not look as if nothing had run. */
  #showStored(open: OpenSuite): void {
    const { sessions } = this.#services.evals;
    if (sessions.get(open.uri).current?.isRunning || sessions.stored(open.uri, 1).length === 0) return;
    const item = this.#items.suite(open);
    const request = new vscode.TestRunRequest([item], [], undefined, false, true);
    const run = this.#controller.createTestRun(request, 'Last results', false);
    this.#report(run, open);
    run.end();
  }

  async #handle(request: vscode.TestRunRequest, token: vscode.CancellationToken, start: Start): Promise<void> {
    if (request.continuous) return this.#runOnSave(request, token, start);
    const selected = await selectionsOf(request, this.#services.suites);
    await this.#run(request, { selected, token, start });
  }

  async #run(
    request: vscode.TestRunRequest,
    work: {
      readonly selected: readonly SelectedSuite[];
      readonly token: vscode.CancellationToken;
      readonly start: Start;
    },
  ): Promise<void> {
    const run = this.#controller.createTestRun(request);
    try {
      await Promise.all(
        work.selected.map(async ({ open, selection }) => {
          const session = await this.#start(open, () => work.start(open, selection));
          if (!session) return;
          work.token.onCancellationRequested(() => session.stop());
          await this.#follow(run, open, session);
        }),
      );
    } catch (error) {
      void showError(toPolypromptError(error).toRecord());
    } finally {
      run.end();
    }
  }

  async #start(open: OpenSuite, start: () => Promise<RunSession | undefined>): Promise<RunSession | undefined> {
    const key = open.uri.toString();
    this.#starting.add(key);
    try {
      const session = await start();
      if (session) this.#followed.add(session);
      return session;
    } finally {
      this.#starting.delete(key);
    }
  }

  /** Runs a suite again whenever one of its files is saved. Answers that did not change come from the cache. */
  #runOnSave(request: vscode.TestRunRequest, token: vscode.CancellationToken, start: Start): void {
    const listener = vscode.workspace.onDidSaveTextDocument(async (document) => {
      const selected = await selectionsOf(request, this.#services.suites);
      const touched = selected.filter(({ open }) => open.files.has(document.uri.fsPath));
      if (touched.length > 0) await this.#run(request, { selected: touched, token, start });
    });
    token.onCancellationRequested(() => listener.dispose());
    this.#held.add(listener);
  }

  /** Shows a run that was started elsewhere, or cells of it that are asked again. */
  async #showRun(suite: vscode.Uri, session: RunSession): Promise<void> {
    this.#followed.add(session);
    const open = await this.#services.suites.read(suite);
    const request = new vscode.TestRunRequest([this.#items.suite(open)], [], undefined, false, true);
    const run = this.#controller.createTestRun(request);
    const stop = run.token.onCancellationRequested(() => session.stop());
    await this.#follow(run, open, session);
    stop.dispose();
    run.end();
  }

  async #follow(run: vscode.TestRun, open: OpenSuite, session: RunSession): Promise<void> {
    await this.#items.showCases(open);
    const { evals } = this.#services;
    const rows = new Map(open.suite.cases.map((testCase) => [testCase.id, testCase]));
    const reportCase = (caseId: string) => {
      const testCase = rows.get(caseId);
      for (const result of testCase ? evals.results(open.uri).resultsOf(testCase, open.suite) : [])
        if (testCase && result.runId === session.runId)
          reportResult(run, this.#items.model(open, testCase, result.target), result);
    };
    for (const caseId of new Set(session.state.plan.map(suiteCaseOf))) reportCase(caseId);
    const listener = evals.onDidChangeResults(({ suite, cases }) => {
      if (suite.toString() === open.uri.toString()) cases?.forEach(reportCase);
    });
    await session.ended();
    for (const testCase of open.suite.cases) reportCase(testCase.id);
    // Parts that were left out have no case of their own. The suite says that they are missing, so that the whole does not look green.
    const [left] = leftOutOf(session.state);
    if (left) run.errored(this.#items.suite(open), new vscode.TestMessage(`${placeOfProblem(left)}: ${left.message}`));
    listener.dispose();
    this.#followed.delete(session);
  }

  #report(run: vscode.TestRun, open: OpenSuite): void {
    const results = this.#services.evals.results(open.uri);
    for (const testCase of open.suite.cases) {
      for (const result of results.resultsOf(testCase, open.suite))
        if (result.staleness === undefined) reportResult(run, this.#items.model(open, testCase, result.target), result);
    }
  }
}
