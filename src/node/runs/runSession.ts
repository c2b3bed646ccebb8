import { type CellsToRun, executeCells, type RunHandle } from '../../core/execute/execute.ts';
import {
  answersToCompare,
  answersToGrade,
  cellsToResume,
  type ResumeOptions,
  roundsToGoOn,
} from '../../core/execute/resume.ts';
import { defined } from '../../core/jsonRead.ts';
import { changeTargets } from '../../core/plan/plan.ts';
import type { SuitePlan } from '../../core/plan/planSuite.ts';
import type { Budget } from '../../core/pricing/budget.ts';
import { countRescore, type RescoreCounts, rescoreScope } from '../../core/results/rescoreScope.ts';
import { costOfCells, type RunCost } from '../../core/results/summary.ts';
import { openBatches } from '../../core/run/batchState.ts';
import type { CallReply } from '../../core/run/callReply.ts';
import type { CellState } from '../../core/run/cellState.ts';
import type { LaneStatus, PlannedCell, RunEvent, RunOutcome, RunPlan, Target } from '../../core/run/events.ts';
import type { ImproveTold } from '../../core/run/improvement.ts';
import { fold, foldAll, RunAccumulator, type RunState } from '../../core/run/state.ts';
import { takenUp } from '../../core/run/takenUp.ts';
import { readJournal } from '../records/journal.ts';
import { type RecordChange, RunRecord } from '../records/runRecord.ts';
import { takenOver } from '../records/takenOver.ts';
import { graverOutcome } from './graverOutcome.ts';
import { heldHandle } from './heldHandle.ts';
import { keptOf } from './leavePassed.ts';
import { mayGrade } from './mayGrade.ts';
import { isActive, readRun } from './readRun.ts';
import { budgetFor } from './runBudget.ts';

import type { SessionContext } from './sessionContext.ts';
import { withCase } from './withCase.ts';
import { writeOnlyCache } from './writeOnlyCache.ts';

type Listener = (event: RunEvent) => void;
export interface RescoreOptions {
  /** The suite as it is now, planned for the targets of the run. */
  readonly planned: Pick<SuitePlan, 'caseOf' | 'plan'>;
  /** Lets judges be asked, which costs money. Without it their verdicts are kept where nothing has changed. */
  readonly allowJudges?: boolean;
  /** The cases whose answers are graded; all when absent. */
  readonly cases?: ReadonlySet<string>;
}

/** A rescoring under way; `counts` settles when it has ended. */
export interface Rescoring {
  readonly session: RunSession;
  readonly counts: Promise<RescoreCounts>;
}

/** One run from its plan to its end and beyond: its state, its journal, and the wishes that can still change it. */
export class RunSession {
  readonly #context: SessionContext;
  readonly #listeners = new Set<Listener>();
  readonly #handles = new Set<RunHandle>();
  readonly #run: RunAccumulator;
  readonly #runId: string;
  readonly #record: RunRecord;
  #budget: Budget | undefined;
  #outcome: RunOutcome = 'done';
  #held: ReturnType<typeof heldHandle> | undefined;
  #isRescoring = false;
  #isStopped = false;
  /** The ids of cases in another state of the suite, when the answers are graded by that state. */
  #caseIds: ReadonlyMap<string, string> | undefined;

  private constructor(
    context: SessionContext,
    state: RunState,
    record = new RunRecord({ ...context, runId: state.runId }),
  ) {
    this.#context = context;
    this.#run = new RunAccumulator(state, keptOf(context, record));
    this.#runId = state.runId;
    this.#record = record;
  }

  /** Starts every cell of the plan. Events from before the first `subscribe` are in `state`. A held run goes on until `release`. */
  static start(context: SessionContext, plan: RunPlan, { isHeld = false } = {}): RunSession {
    const started: RunEvent = { type: 'run-started', at: context.environment.clock.wallTime(), ...plan };
    const state = fold(undefined, started);
    if (!state) throw new Error('run-started always makes a state');
    const session = new RunSession(context, state);
    session.#record.append(started);
    if (isHeld) session.#hold();
    session.#execute({ targets: plan.targets, cells: plan.cells });
    return session;
  }

  /** A run read back from its journal; cells that a crash left open are cancelled. Undefined when there is no such run. */
  static reopen(context: SessionContext, runId: string): RunSession | undefined {
    const state = readRun(context.storage, runId);
    return state && new RunSession(context, state);
  }

  /**
   * Goes on with a stored run where it was: asks only the cells that have no end, and grades the answers that have no verdict.
   * Undefined when there is no such run; throws `storage` while another process works on it.
   */
  static resume(context: SessionContext, runId: string, options: ResumeOptions = {}): RunSession | undefined {
    const found = readJournal(context.storage, runId);
    if (found?.events[0] === undefined) return undefined;
    const record = new RunRecord({ ...context, runId });
    record.reopen();
    // The journal is read only after the lock is held: the other process may have written until it let go of the run.
    const state = foldAll(readJournal(context.storage, runId)?.events ?? []);
    if (!state) return undefined;
    const session = new RunSession(context, state, record);
    if (options.isHeld) session.#hold();
    const { batch } = context;
    const cells = cellsToResume(state, options).filter(({ id }) => batch?.mayAsk(state.cells[id]) ?? true);
    const toGrade = context.grading ? answersToGrade(state).filter(mayGrade(state, context)) : [];
    const toCompare = context.grading && !batch?.hasOpenJudges ? answersToCompare(state) : [];
    const arriving = batch?.arriving(session.#batchRun);
    if (cells.length + toGrade.length + toCompare.length > 0 || state.status === 'running' || arriving)
      session.#execute({
        targets: state.targets,
        cells,
        rounds: roundsToGoOn(state, cells),
        toGrade,
        toCompare,
        ...defined({ arriving }),
      });
    else record.close();
    return session;
  }

  /**
   * Grades a stored run's answers again by the suite as it is now; no model is asked for an answer, and judges only with
   * `allowJudges`. The run stays as it ended. Undefined when there is no such run; throws `storage` while another process works on it.
   */
  static rescore(context: SessionContext, runId: string, options: RescoreOptions): Rescoring | undefined {
    const { grading, ...rest } = context;
    const record = new RunRecord({ ...context, runId });
    if (readJournal(context.storage, runId)?.events[0] === undefined || !grading) return undefined;
    record.reopen();
    const before = readRun(context.storage, runId);
    if (!before) return undefined;
    const judges = options.allowJudges ? grading : (grading.withoutJudges?.(before) ?? grading);
    const session = new RunSession({ ...rest, grading: judges }, before, record);
    const plan = rescoreScope(before, options.planned, options.cases);
    session.#isRescoring = true;
    session.#caseIds = new Map(options.planned.plan.cells.map((cell) => [cell.id, cell.caseId]));
    if (plan.toGrade.length > 0) session.#execute({ targets: before.targets, cells: [], toGrade: plan.toGrade });
    else record.close();
    return { session, counts: session.ended().then(() => countRescore(before, session.state, plan)) };
  }

  /**
   * The state at this moment, which never changes. Reading it after an event costs a copy of the table of cells, so once a frame is enough.
   */
  get state(): RunState {
    const { state } = this.#run;
    if (!state) throw new Error('a session begins with a state');
    return state;
  }

  /** The cost until now, without a copy of the state. */
  get cost(): RunCost {
    return costOfCells(this.#run.cells);
  }

  /** One cell as it is now, without a copy of the state. */
  cell(id: string): CellState | undefined {
    return this.#run.cell(id);
  }

  get runId(): string {
    return this.#runId;
  }

  get isRunning(): boolean {
    return this.#handles.size > 0;
  }

  /** USD that this run has really cost, as far as it is known; undefined when the run has no limit. */
  get spent(): number | undefined {
    return this.#budget?.spent;
  }

  /** How each model may be asked just now. */
  lanes(): LaneStatus[] {
    return [...this.#handles].flatMap((handle) => handle.lanes());
  }

  setConcurrency(lane: string, concurrency: number): void {
    for (const handle of this.#handles) handle.setConcurrency(lane, concurrency);
  }

  /** True while nothing new is asked because nothing can be recorded. */
  get isPaused(): boolean {
    return this.#record.isFull && this.#context.whenDiskIsFull === 'pause';
  }

  /** True when the run is on disk, perhaps without its end. */
  get isRecorded(): boolean {
    return this.#record.hasBegun;
  }

  /** Writes what could not be written while the disk was full, and goes on. The result is false when the disk still refuses. */
  retryRecording(): boolean {
    if (!this.#record.retry()) return false;
    for (const handle of this.#handles) handle.resume();
    return true;
  }

  /** Resolves when nothing is under way any more. */
  async ended(): Promise<void> {
    while (this.#handles.size > 0) await Promise.all([...this.#handles].map((handle) => handle.ended));
  }

  subscribe(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** True once somebody has stopped it: nothing new is to be asked. */
  get isStopped(): boolean {
    return this.#isStopped;
  }

  stop(): void {
    this.#isStopped = true;
    for (const handle of this.#handles) handle.stop();
  }

  stopTarget(target: string): void {
    for (const cell of this.#cellsOf(target)) for (const handle of this.#handles) handle.stopCell(cell.id);
  }

  /** Asks one model again, with the very messages of this run. */
  rerunTarget(target: string): void {
    const cells = this.#cellsOf(target).filter((cell) => !this.#isActive(cell));
    this.#execute({ targets: this.state.targets, cells });
  }

  /** Gives a person's answer to the call that a cell waits for; false where it waits for none. */
  answerCall(cell: string, reply: CallReply): boolean {
    return [...this.#handles].some((handle) => handle.answerCall(cell, reply));
  }

  /** Goes on with conversations: the user says this to each of these cells that has an answer, and their models are asked again. */
  followUp(ids: ReadonlySet<string>, text: string): void {
    const cells = this.state.plan.filter((cell) => ids.has(cell.id) && this.#run.cell(cell.id)?.status === 'done');
    const user = { text, by: 'person' as const };
    for (const { id } of cells) this.#emit({ type: 'user-turn', cell: id, at: this.#now(), user });
    const { targets } = this.state;
    this.#execute({ targets, cells, rounds: roundsToGoOn(this.state, cells) }, { asksAnew: true });
  }

  /** Lets a person give the results of the calls that an answer ended with; false where it ended with none. */
  takeUpCalls(id: string): boolean {
    const cells = takenUp(this.state.plan, this.#run.cell(id));
    for (const cell of cells) this.#emit({ type: 'calls-taken-up', cell: cell.id, at: this.#now() });
    const { targets } = this.state;
    this.#execute({ targets, cells, rounds: roundsToGoOn(this.state, cells) }, { asksAnew: true });
    return cells.length > 0;
  }

  /** Asks these cells again, with the very messages of this run and whatever the cache says. Cells that are under way are left alone. */
  rerunCells(ids: ReadonlySet<string>): void {
    const cells = this.state.plan.filter((cell) => ids.has(cell.id) && !this.#isActive(cell));
    this.#execute({ targets: this.state.targets, cells }, { asksAnew: true });
  }

  /** Adds and removes columns. The answers of the other columns stay. */
  setTargets(targets: readonly Target[]): void {
    const { runId, plan, targets: before } = this.state;
    const known = new Set(plan.map((cell) => cell.id));
    for (const target of before) if (!targets.some((kept) => kept.id === target.id)) this.stopTarget(target.id);
    const cells = changeTargets({ targets: before, cells: plan }, targets);
    this.#emit({ type: 'run-changed', runId, at: this.#now(), targets, cells });
    this.#execute({ targets, cells: cells.filter((cell) => !known.has(cell.id)) });
  }

  /** Adds columns and cells behind those that the run has, and asks the new cells. The result is the outcome of these alone. */
  async extend(added: Pick<RunPlan, 'targets' | 'cells'>): Promise<RunOutcome> {
    this.#emit({ type: 'run-extended', runId: this.#runId, at: this.#now(), ...added });
    return this.#execute({ targets: this.state.targets, cells: added.cells })?.ended ?? 'done';
  }

  /** Tells what an improvement has come to, besides its cells. */
  tell(event: ImproveTold): void {
    this.#emit({ ...event, at: this.#now() });
  }

  /** Resolves when everything that was asked has ended, although the run is held. */
  async settled(): Promise<void> {
    const waited = () => [...this.#handles].filter((handle) => handle !== this.#held?.handle);
    while (waited().length > 0) await Promise.all(waited().map((handle) => handle.ended));
  }

  /** Lets a held run end once nothing is under way. */
  release(): void {
    this.#held?.release();
  }

  /** Keeps the run from ending between two steps. */
  #hold(): void {
    const held = heldHandle();
    this.#held = held;
    this.#handles.add(held.handle);
    void held.handle.ended.then((outcome) => this.#end(held.handle, outcome));
  }

  dispose(): void {
    this.stop();
    this.#listeners.clear();
    if (this.#handles.size === 0) this.#record.close();
  }

  #cellsOf(target: string): PlannedCell[] {
    return this.state.plan.filter((cell) => cell.target === target);
  }

  #isActive(planned: PlannedCell): boolean {
    const cell = this.#run.cell(planned.id);
    return this.isRunning && cell !== undefined && isActive(cell.status);
  }

  #execute(work: CellsToRun, { asksAnew = false } = {}): RunHandle | undefined {
    const { cells, toGrade = [], toCompare = [] } = work;
    const isNothing = cells.length + toGrade.length + toCompare.length === 0 && !work.arriving;
    if (isNothing && this.state.status !== 'running') {
      // A change that was only recorded, such as a removed model, must not keep the file or the lock open.
      if (this.#handles.size === 0) this.#record.close();
      return undefined;
    }
    this.#budget ??= budgetFor(this.#context, this.#run.cells);
    const budget = this.#budget ? { budget: this.#budget } : {};
    const cache = this.#context.cache && asksAnew ? { cache: writeOnlyCache(this.#context.cache) } : {};
    const context = {
      ...this.#context,
      ...cache,
      ...budget,
      ...(this.#context.batch ? { deferred: this.#context.batch.desk } : {}),
      cell: (id: string) => this.#run.cell(id),
      emit: (event: RunEvent) => this.#emit(event),
    };
    const handle = executeCells(context, work);
    this.#handles.add(handle);
    if (this.isPaused) handle.pause();
    void handle.ended.then((outcome) => this.#end(handle, outcome));
    return handle;
  }

  #end(handle: RunHandle, outcome: RunOutcome): void {
    this.#outcome = graverOutcome(this.#outcome, outcome);
    this.#handles.delete(handle);
    if (this.#handles.size > 0) return;
    const rest = this.#outcome === 'cancelled' ? undefined : this.#context.batch?.finish(this.#batchRun);
    if (rest) {
      this.#handles.add(rest);
      void rest.ended.then((end) => this.#end(rest, end));
      return;
    }
    const { runId } = this;
    const isOpen = this.#outcome === 'done' && openBatches(this.state).length > 0;
    const ended = isOpen ? 'submitted' : this.#outcome;
    if (!this.#isRescoring) this.#emit({ type: 'run-ended', runId, at: this.#now(), outcome: ended });
    this.#outcome = 'done';
    this.#record.close();
  }

  get #batchRun() {
    return {
      state: () => this.state,
      cell: (id: string) => this.cell(id),
      emit: (event: RunEvent) => this.#emit(event),
    };
  }

  #emit(told: RunEvent): void {
    const event = this.#caseIds ? withCase(told, this.#caseIds) : told;
    this.#run.add(event);
    this.#act(this.#record.append(event));
    for (const listener of this.#listeners) listener(event);
  }

  #act(change: RecordChange): void {
    if (change === 'recorded') return;
    if (change === 'taken-over') {
      this.stop();
      this.#context.onTakenOver?.(takenOver());
      return;
    }
    if (this.isPaused) for (const handle of this.#handles) handle.pause();
    const isKept = this.#record.hasBegun && this.#context.whenDiskIsFull === 'finish';
    if (isKept) for (const handle of this.#handles) handle.finishUp();
  }

  #now(): number {
    return this.#context.environment.clock.wallTime();
  }
}
