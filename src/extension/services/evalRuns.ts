import * as path from 'node:path';
import * as vscode from 'vscode';
import type { EvalCase, Suite } from '../../core/dataset/suite.ts';
import { PolypromptError } from '../../core/errors.ts';
import { defined } from '../../core/jsonRead.ts';
import { planSuiteInSlices, type SuitePlan } from '../../core/plan/planSuite.ts';
import { suiteOfRun } from '../../core/plan/suiteOfRun.ts';
import { laneLimits } from '../../core/providers/lanes/laneLimits.ts';
import type { RescoreCounts } from '../../core/results/rescoreScope.ts';
import { SuiteResults } from '../../core/results/suiteResults.ts';
import { suiteCaseOf } from '../../core/run/cellIdentity.ts';
import type { PlannedCost } from '../../core/run/events.ts';
import { placedProblems } from '../../core/run/runProblem.ts';
import type { BatchKeeper } from '../../node/batch/batchKeeper.ts';
import { ResponseCache } from '../../node/cache/responseCache.ts';
import { keepRecorded } from '../../node/mcp/keepRecorded.ts';
import { SuiteServers } from '../../node/mcp/suiteServers.ts';
import { newRunId } from '../../node/records/journal.ts';
import { readRun } from '../../node/runs/readRun.ts';
import type { RunSession } from '../../node/runs/runSession.ts';
import { createSuiteGrading, type SuiteGrading } from '../../node/runs/suiteGrading.ts';
import { Disposables } from '../editor/disposables.ts';
import { textOfFile } from '../editor/textOfFile.ts';
import type { PolypromptSettings } from './editorSettings.ts';
import type { PromptMemory } from './promptMemory.ts';
import { Regrading } from './regrading.ts';
import { type RunOptions, type RunServices, RunSessions } from './runSessions.ts';
import type { OpenSuite, Suites } from './suites.ts';
import { attendServers } from './toolServers.ts';

export interface EvalServices extends RunServices {
  readonly context: vscode.ExtensionContext;
  readonly memory: PromptMemory;
  readonly suites: Suites;
  settings(): PolypromptSettings;
}

/** Which cells of a suite run. */
export interface EvalSelection {
  /** Ids of cases; all cases when absent. */
  readonly cases?: ReadonlySet<string>;
  /** Ids of targets; all when absent. */
  readonly targets?: ReadonlySet<string>;
  /** Tells which of these cells run; all when absent. */
  readonly includes?: (caseId: string, target: string) => boolean;
  /** True where the plan is not run: MCP servers that were never asked are left out of it. */
  readonly isOutlook?: true;
  /** False asks every model again, even where an answer is kept. */
  readonly useCache?: boolean;
  /** Limit in USD. */
  readonly maxCost?: number;
  /** The keeper to which the run leaves what it can as batch jobs. */
  readonly batch?: BatchKeeper;
  /** The estimate that was shown before the run. */
  readonly estimate?: PlannedCost;
  /** The MCP servers that were started for the run; without them they are played back. */
  readonly servers?: SuiteServers;
}

/** Tells that results of these cases have changed; those of all cases when none is named. */
export interface ResultsChange {
  readonly suite: vscode.Uri;
  readonly cases?: ReadonlySet<string>;
}

/** Milliseconds between two notices of changed results, however fast answers come. */
const tellMs = 100;
/** How many of the newest runs are searched for results. */
const rememberedRuns = 10;

/** The evals of this window: their runs, and the newest result of every case. */
export class EvalRuns implements vscode.Disposable {
  readonly sessions: RunSessions;
  readonly #services: EvalServices;
  readonly #held = new Disposables();
  readonly #changed = this.#held.add(new vscode.EventEmitter<ResultsChange>());
  readonly #results = new Map<string, SuiteResults>();
  readonly #outdated = new Set<string>();
  readonly #touched = new Map<string, { readonly suite: vscode.Uri; readonly cases: Set<string> }>();
  readonly #gradings = new Map<string, SuiteGrading>();
  readonly #caches = new Map<string, ResponseCache>();
  readonly #regrading = new Regrading((...about) => this.#regrade(...about));
  #timer: NodeJS.Timeout | undefined;
  readonly onDidChangeResults = this.#changed.event;

  constructor(services: EvalServices) {
    this.#services = services;
    this.sessions = this.#held.add(new RunSessions(services, 'eval'));
    this.#held.add(
      this.sessions.onDidHappen((happened) => {
        if (happened.type === 'replaced') this.#forget(happened.prompt);
        else if ('cell' in happened.event && happened.event.type !== 'cell-delta')
          this.#touch(happened.prompt, happened.event.cell);
        else if (happened.event.type === 'run-ended') this.#forget(happened.prompt);
      }),
    );
  }

  /** The newest results of a suite, from its current run and the stored ones before it. */
  results(suite: vscode.Uri): SuiteResults {
    const key = suite.toString();
    const results = this.#results.get(key);
    if (results && !this.#outdated.has(key)) return results;
    const collected = this.#collect(suite, results);
    this.#results.set(key, collected);
    this.#outdated.delete(key);
    return collected;
  }

  /** Plans what would run. Cases that cannot be rendered are its problems. The editor stays responsive however large the suite is. */
  async plan(open: OpenSuite, selection: EvalSelection = {}): Promise<SuitePlan> {
    const { clock, random } = this.#services.environment;
    await this.#services.routes.refresh(open.uri);
    const { cases, targets, includes, isOutlook } = selection;
    const suite = withTargets(open.suite, this.targetsOf(open), targets);
    const options = {
      ...namesOf(open, newRunId(clock.wallTime(), random)),
      ...defined({ isOutlook }),
      ...(cases ? { includes: (testCase: EvalCase) => cases.has(testCase.id) } : {}),
    };
    const planned = await planSuiteInSlices(suite, options, () => clock.sleep(0));
    if (!includes) return planned;
    const cells = planned.plan.cells.filter(({ id, target }) => includes(planned.caseOf.get(id)?.id ?? '', target));
    return { ...planned, plan: { ...planned.plan, cells } };
  }

  /** The suite's own targets, else the models chosen for it, else the user's default. */
  targetsOf(open: OpenSuite): Suite['targets'] {
    const chosen = this.#services.memory.models(open.uri);
    if (!chosen && open.suite.targets.length > 0) return open.suite.targets;
    const models = chosen ?? this.#services.settings().defaultModels;
    return open.expand(models).map((model) => ({ id: model, model, parameters: {} }));
  }

  /** Starts a run of these cells. Throws `invalid-prompt` when nothing is left to run. */
  start(open: OpenSuite, planned: SuitePlan, selection: EvalSelection = {}): RunSession {
    const [problem] = planned.problems;
    if (planned.plan.cells.length === 0)
      throw new PolypromptError('invalid-prompt', problem?.message ?? `${open.name} holds no case that can run.`, {
        hint: 'See the Problems of the suite.',
      });
    const { estimate } = selection;
    const problems = placedProblems([...open.suite.problems, ...planned.problems], {
      read: textOfFile,
      nameOf: (file) => vscode.workspace.asRelativePath(file),
    });
    const plan = { ...planned.plan, problems, ...defined({ estimate }) };
    const session = this.sessions.start(open.uri, plan, this.#optionsFor(open, planned, selection));
    const { suites } = this.#services;
    const { servers } = selection;
    const recorded = () => this.#keepRecorded(open, session, selection);
    attendServers(session, { servers, file: open.uri, suites, recorded });
    return session;
  }

  /** Keeps the answers of a run that has recorded servers for the replays to come. */
  async #keepRecorded(open: OpenSuite, { state }: RunSession, selection: EvalSelection): Promise<void> {
    const { servers } = selection;
    if (!servers) return;
    const recorded = { ...open, suite: { ...open.suite, servers: servers.recorded } };
    const { plan: planned } = await this.plan(recorded, selection);
    keepRecorded({ state, planned, cache: this.cacheFor(open.uri), registry: this.#services.registry() });
  }

  /** Shows a stored run again; false when it is no longer there. */
  async reopen(suite: vscode.Uri, runId: string): Promise<boolean> {
    // Planning anew would take the grading away from a run that is under way.
    if (this.sessions.get(suite).current?.runId === runId) return true;
    const open = await this.#services.suites.read(suite);
    return this.sessions.reopen(suite, runId, this.#optionsFor(open, await this.#planOf(open, runId), {}));
  }

  /** Goes on with a run that was cut off. */
  async resume(suite: vscode.Uri, runId: string, maxCost?: number): Promise<RunSession | undefined> {
    const open = await this.#services.suites.read(suite);
    const selection = maxCost === undefined ? {} : { maxCost };
    return this.sessions.resume(suite, runId, this.#optionsFor(open, await this.#planOf(open, runId), selection));
  }

  /** Goes on with a run that left answers to batch jobs, and takes what these have brought. */
  async collect(suite: vscode.Uri, runId: string, batch: BatchKeeper): Promise<RunSession | undefined> {
    const open = await this.#services.suites.read(suite);
    return this.sessions.resume(suite, runId, this.#optionsFor(open, await this.#planOf(open, runId), { batch }));
  }

  /** Grades a stored run by the suite as it is now, without asking a model; judges keep what they said. */
  async rescore(suite: vscode.Uri, runId: string, cases?: ReadonlySet<string>): Promise<RescoreCounts | undefined> {
    const open = await this.#services.suites.read(suite);
    const planned = await this.#planOf(open, runId);
    const options = { ...this.#optionsFor(open, planned, {}), planned, ...defined({ cases }) };
    return this.sessions.rescore(suite, runId, options);
  }

  /** Lets a new verdict of a person count in the checks of a case. A run that is not shown any more takes it when it is rescored. */
  regradeSoon(suite: vscode.Uri, runId: string, caseId: string): void {
    this.#regrading.soon(suite, runId, caseId);
  }

  async #regrade(suite: vscode.Uri, runId: string, cases: ReadonlySet<string>): Promise<void> {
    const shown = () => this.sessions.get(suite).current;
    // Answers that are graded from now on know the verdict; those that were graded before have to wait for the end of the run.
    if (shown()?.runId === runId) await shown()?.ended();
    if (shown()?.runId === runId) await this.rescore(suite, runId, cases);
  }

  /** The answers kept for a workspace folder. */
  cacheFor(suite: vscode.Uri): ResponseCache {
    const storage = this.#services.storageFor(suite);
    const cache = this.#caches.get(storage) ?? new ResponseCache(storage);
    this.#caches.set(storage, cache);
    return cache;
  }

  /** The grading of the run that a suite shows. It can be asked to grade again until another run takes its place. */
  keepGrading(suite: vscode.Uri, grading: SuiteGrading): void {
    void this.#gradings.get(suite.toString())?.dispose();
    this.#gradings.set(suite.toString(), grading);
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#regrading.dispose();
    this.#held.dispose();
    for (const grading of this.#gradings.values()) void grading.dispose();
    for (const cache of this.#caches.values()) cache.close();
  }

  /** The suite as it is now, with the models and repeats that a stored run had. */
  async #planOf(open: OpenSuite, runId: string): Promise<SuitePlan> {
    await this.#services.routes.refresh(open.uri);
    const state = readRun(this.#services.storageFor(open.uri), runId);
    const { clock } = this.#services.environment;
    if (!state) return this.plan(open);
    return planSuiteInSlices(suiteOfRun(open.suite, state), namesOf(open, runId), () => clock.sleep(0));
  }

  #optionsFor(
    open: OpenSuite,
    planned: SuitePlan,
    { useCache = true, maxCost, batch, servers }: EvalSelection,
  ): RunOptions {
    const { extensionUri } = this.#services.context;
    const grading = createSuiteGrading(
      {
        distFolder: path.join(extensionUri.fsPath, 'dist'),
        allowScripts: vscode.workspace.isTrusted,
        storage: this.#services.storageFor(open.uri),
      },
      open.suite,
      planned,
    );
    this.keepGrading(open.uri, grading);
    return {
      lanes: laneLimits(defined({ ofSuite: open.suite.concurrency })),
      whenDiskIsFull: 'pause',
      grading,
      ...(useCache ? { cache: this.cacheFor(open.uri) } : {}),
      ...defined({ batch, maxCost, servers: servers ?? SuiteServers.recorded(open.suite.recordings) }),
    };
  }

  #collect(suite: vscode.Uri, before: SuiteResults | undefined): SuiteResults {
    const results = new SuiteResults(before);
    const { current } = this.sessions.get(suite);
    if (current) results.add(current.state, { isLive: current.isRunning });
    for (const state of this.sessions.stored(suite, rememberedRuns))
      if (state.runId !== current?.state.runId) results.add(state);
    return results;
  }

  #forget(suite: vscode.Uri): void {
    this.#outdated.add(suite.toString());
    this.#touched.delete(suite.toString());
    this.#changed.fire({ suite });
  }

  #touch(suite: vscode.Uri, id: string): void {
    const session = this.sessions.get(suite).current;
    const cell = session?.cell(id);
    if (!session || !cell) return;
    this.results(suite).update(cell, session.runId);
    const touched = this.#touched.get(suite.toString()) ?? { suite, cases: new Set<string>() };
    touched.cases.add(suiteCaseOf(cell));
    this.#touched.set(suite.toString(), touched);
    this.#timer ??= setTimeout(() => this.#tell(), tellMs);
  }

  #tell(): void {
    this.#timer = undefined;
    const touched = [...this.#touched.values()];
    this.#touched.clear();
    for (const { suite, cases } of touched) this.#changed.fire({ suite, cases });
  }
}

function namesOf({ name, promptVersion }: OpenSuite, runId: string) {
  return { runId, name, promptVersion };
}

function withTargets(suite: Suite, targets: Suite['targets'], wanted: EvalSelection['targets']): Suite {
  return { ...suite, targets: wanted ? targets.filter((target) => wanted.has(target.id)) : targets };
}
