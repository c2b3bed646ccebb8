import * as vscode from 'vscode';
import type { Environment } from '../../core/environment.ts';
import { toPolypromptError } from '../../core/errors.ts';
import type { Sandbox } from '../../core/grading/verdict.ts';
import { defined } from '../../core/jsonRead.ts';
import { targetsFor } from '../../core/plan/plan.ts';
import { inputsCase } from '../../core/plan/planVariants.ts';
import type { Catalog } from '../../core/pricing/catalog.ts';
import type { ProviderRegistry } from '../../core/providers/registry.ts';
import type { RescoreCounts } from '../../core/results/rescoreScope.ts';
import type { RunEvent, RunPlan } from '../../core/run/events.ts';
import type { RunState } from '../../core/run/state.ts';
import type { RunFilter, RunHistory } from '../../node/runs/runHistory.ts';
import { type RescoreOptions, RunSession } from '../../node/runs/runSession.ts';
import type { SessionContext } from '../../node/runs/sessionContext.ts';
import { showError } from '../editor/showError.ts';
import type { ProjectRoutes } from './projectRoutes.ts';

/** The shared services that running needs. */
export interface RunServices {
  readonly environment: Environment;
  readonly history: RunHistory;
  catalog(): Catalog;
  registry(): ProviderRegistry;
  readonly routes: ProjectRoutes;
  /** Runs the scripts of tools; nothing is started before the first of them. */
  readonly sandbox: Sandbox;
  /** The folder for runs of a prompt: `.polyprompt` in its workspace folder, else the extension's own storage. */
  storageFor(prompt: vscode.Uri): string;
}

/** The options in which a run differs from a plain comparison. */
export type RunOptions = Pick<
  SessionContext,
  'batch' | 'lanes' | 'cache' | 'grading' | 'maxCost' | 'whenDiskIsFull' | 'servers'
>;

/** The run that a prompt shows, and the one before it. */
export interface PromptRuns {
  readonly current: RunSession | undefined;
  readonly previous: RunState | undefined;
}

export type PromptRunEvent =
  | { readonly type: 'replaced'; readonly prompt: vscode.Uri }
  | { readonly type: 'event'; readonly prompt: vscode.Uri; readonly event: RunEvent };

/** The runs of this window, one current run per prompt. Runs go on when their panel is closed. */
export class RunSessions implements vscode.Disposable {
  readonly #services: RunServices;
  readonly #kind: RunState['kind'];
  readonly #runs = new Map<string, PromptRuns>();
  readonly #started: RunSession[] = [];
  readonly #happened = new vscode.EventEmitter<PromptRunEvent>();
  readonly onDidHappen = this.#happened.event;

  /** Makes the runs of one kind; those of comparisons unless `kind` is given. */
  constructor(services: RunServices, kind?: RunState['kind']) {
    this.#services = services;
    this.#kind = kind;
  }

  get(prompt: vscode.Uri): PromptRuns {
    return this.#runs.get(prompt.toString()) ?? { current: undefined, previous: undefined };
  }

  get running(): RunSession[] {
    return [...this.#runs.values()].flatMap(({ current }) => (current?.isRunning ? [current] : []));
  }

  /** The runs that were started in this window, from which the cost of the session is summed. */
  get started(): RunState[] {
    return this.#started.map((session) => session.state);
  }

  /** Starts a run. A run of this prompt that is still going is stopped first. */
  start(prompt: vscode.Uri, plan: RunPlan, options: RunOptions = {}): RunSession {
    const before = this.get(prompt).current;
    before?.dispose();
    const session = RunSession.start(this.contextFor(prompt, options), plan);
    this.#started.push(session);
    return this.#show(prompt, session, before?.state);
  }

  /** Shows a run that was started elsewhere and is to be recorded there. */
  adopt(prompt: vscode.Uri, session: RunSession): void {
    const before = this.get(prompt).current;
    before?.dispose();
    this.#started.push(session);
    this.#show(prompt, session, before?.state);
  }

  /** Gives the run exactly these columns. New ones are asked, and the others keep their answers. A run never loses its last column. */
  setModels(prompt: vscode.Uri, models: readonly string[]): void {
    const { current } = this.get(prompt);
    const [first] = current?.state.targets ?? [];
    if (!current || !first || models.length === 0 || isOfCase(current) || hasKinds(current)) return;
    const present = current.state.targets.map((target) => target.model);
    if (present.join('\n') !== models.join('\n')) current.setTargets(targetsFor(models, first.parameters));
  }

  /** Takes the columns of a model from the run, unless it has no others. */
  removeModel(prompt: vscode.Uri, model: string): void {
    const { current } = this.get(prompt);
    const kept = (current?.state.targets ?? []).filter((target) => target.model !== model);
    if (current && kept.length > 0) current.setTargets(kept);
  }

  /** Shows a stored run again; false when it is no longer there. */
  reopen(prompt: vscode.Uri, runId: string, options: RunOptions = {}): boolean {
    const { current } = this.get(prompt);
    if (current?.state.runId === runId) return true;
    const session = RunSession.reopen(this.contextFor(prompt, options), runId);
    if (session) this.#show(prompt, session, this.#runBefore(prompt, runId));
    return session !== undefined;
  }

  /** Goes on with a stored run where it was cut off; undefined when it is no longer there. */
  resume(prompt: vscode.Uri, runId: string, options: RunOptions): RunSession | undefined {
    this.get(prompt).current?.dispose();
    const session = RunSession.resume(this.contextFor(prompt, options), runId);
    if (!session) return undefined;
    this.#started.push(session);
    return this.#show(prompt, session, this.#runBefore(prompt, runId));
  }

  /** Grades a stored run again, and shows it in the meantime. Undefined when it is no longer there. */
  async rescore(
    prompt: vscode.Uri,
    runId: string,
    { planned, cases, ...options }: RunOptions & RescoreOptions,
  ): Promise<RescoreCounts | undefined> {
    this.get(prompt).current?.dispose();
    const context = this.contextFor(prompt, options);
    const rescoring = RunSession.rescore(context, runId, { planned, ...defined({ cases }) });
    if (!rescoring) return undefined;
    this.#show(prompt, rescoring.session, this.#runBefore(prompt, runId));
    const counts = await rescoring.counts;
    const session = RunSession.reopen(context, runId);
    if (session) this.#show(prompt, session, this.#runBefore(prompt, runId));
    return counts;
  }

  /** Stored runs of a prompt, newest first. */
  stored(prompt: vscode.Uri, limit: number): RunState[] {
    return this.#list(prompt, { prompt: vscode.workspace.asRelativePath(prompt, false), limit });
  }

  /** All stored runs of a workspace folder, newest first. */
  storedIn(folder: vscode.WorkspaceFolder, limit: number): RunState[] {
    return this.#list(folder.uri, { limit });
  }

  /** Everything that a run of this prompt needs besides its plan. */
  contextFor(prompt: vscode.Uri, options: RunOptions): SessionContext {
    return {
      ...options,
      // A comparison stands before the person who asked for it; an eval has to come to the same without anybody.
      isAttended: this.#kind === undefined,
      environment: this.#services.environment,
      registry: this.#services.registry(),
      catalog: this.#services.catalog(),
      routes: this.#services.routes.bookFor(prompt),
      scripts: { sandbox: this.#services.sandbox, ...(vscode.workspace.isTrusted ? {} : { refusesScripts: true }) },
      storage: this.#services.storageFor(prompt),
      onStorageFailure: (error) => void showError(toPolypromptError(error).toRecord()),
      onTakenOver: (error) => void showError(error.toRecord()),
    };
  }

  stopAll(): void {
    for (const session of this.running) session.stop();
  }

  dispose(): void {
    for (const { current } of this.#runs.values()) current?.dispose();
    this.#happened.dispose();
  }

  #list(place: vscode.Uri, filter: Pick<RunFilter, 'prompt' | 'limit'>): RunState[] {
    const known = new Map(this.#started.map((session) => [session.runId, session.state]));
    const { history } = this.#services;
    return history.list(this.#services.storageFor(place), { ...filter, kind: this.#kind ?? 'compare', known });
  }

  #runBefore(prompt: vscode.Uri, runId: string): RunState | undefined {
    return this.stored(prompt, 50).find((state) => state.runId < runId);
  }

  #show(prompt: vscode.Uri, session: RunSession, previous: RunState | undefined): RunSession {
    this.#runs.set(prompt.toString(), { current: session, previous });
    session.subscribe((event) => this.#happened.fire({ type: 'event', prompt, event }));
    this.#happened.fire({ type: 'replaced', prompt });
    return session;
  }
}

/** True for a run whose columns differ in more than their models: a model that joined would get but one of its columns. */
function hasKinds({ state }: RunSession): boolean {
  return state.targets.some(({ id, model }) => id !== model);
}

/** True for a run on a case: what the case says of the model belongs to it, so a column that joined would be asked something else. */
function isOfCase({ state }: RunSession): boolean {
  return state.plan.some(({ caseId }) => caseId !== inputsCase);
}
