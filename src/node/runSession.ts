import type { PlannedCell, RunEvent, RunPlan, Target } from '../core/run/events.ts';
import { type ExecuteContext, executeCells, type RunHandle } from '../core/run/execute.ts';
import { changeTargets } from '../core/run/plan.ts';
import { type CellStatus, fold, foldAll, type RunState } from '../core/run/state.ts';
import { Journal, readJournal } from './journal.ts';

export interface SessionContext extends Omit<ExecuteContext, 'emit'> {
  /** Folder that holds `runs/`. */
  readonly storage: string;
  /** Called once when the journal cannot be written any more; the run goes on in memory. */
  onStorageFailure(error: unknown): void;
}

type Listener = (event: RunEvent) => void;
const active: ReadonlySet<CellStatus> = new Set(['queued', 'waiting', 'streaming', 'retrying']);

/** True while a cell still has something to come. */
export function isActive(status: CellStatus): boolean {
  return active.has(status);
}

/** One run from its plan to its end and beyond: its state, its journal, and the wishes that can still change it. */
export class RunSession {
  readonly #context: SessionContext;
  readonly #listeners = new Set<Listener>();
  readonly #handles = new Set<RunHandle>();
  #journal: Journal | undefined;
  #state: RunState;
  #stopped = false;
  #recording = true;

  private constructor(context: SessionContext, state: RunState) {
    this.#context = context;
    this.#state = state;
  }

  /** Starts every cell of the plan. Events before the first `subscribe` are in `state`. */
  static start(context: SessionContext, plan: RunPlan): RunSession {
    const started: RunEvent = { type: 'run-started', at: context.environment.clock.wallTime(), ...plan };
    const state = fold(undefined, started);
    if (!state) throw new Error('run-started always makes a state');
    const session = new RunSession(context, state);
    session.#record(started);
    session.#execute(plan.cells);
    return session;
  }

  /** A run read back from its journal; cells that a crash left open are cancelled. Undefined when there is no such run. */
  static reopen(context: SessionContext, runId: string): RunSession | undefined {
    const state = readRun(context.storage, runId);
    return state && new RunSession(context, state);
  }

  get state(): RunState {
    return this.#state;
  }

  get isRunning(): boolean {
    return this.#handles.size > 0;
  }

  /** Resolves when nothing is under way any more. */
  async ended(): Promise<void> {
    while (this.#handles.size > 0) await Promise.all([...this.#handles].map((handle) => handle.ended));
  }

  subscribe(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  stop(): void {
    for (const handle of this.#handles) handle.stop();
  }

  stopTarget(target: string): void {
    for (const cell of this.#cellsOf(target)) for (const handle of this.#handles) handle.stopCell(cell.id);
  }

  /** Asks one model again, with the very messages of this run. */
  rerunTarget(target: string): void {
    this.#execute(this.#cellsOf(target).filter((cell) => !this.#isActive(cell)));
  }

  /** Columns come and go; what the others have stays. */
  setTargets(targets: readonly Target[]): void {
    const known = new Set(this.#state.plan.map((cell) => cell.id));
    for (const target of this.#state.targets)
      if (!targets.some((kept) => kept.id === target.id)) this.stopTarget(target.id);
    const cells = changeTargets({ targets: this.#state.targets, cells: this.#state.plan }, targets);
    this.#emit({ type: 'run-changed', runId: this.#state.runId, at: this.#now(), targets, cells });
    this.#execute(cells.filter((cell) => !known.has(cell.id)));
  }

  dispose(): void {
    this.stop();
    this.#listeners.clear();
    if (this.#handles.size === 0) this.#closeJournal();
  }

  #cellsOf(target: string): PlannedCell[] {
    return this.#state.plan.filter((cell) => cell.target === target);
  }

  #isActive(cell: PlannedCell): boolean {
    const state = this.#state.cells[cell.id];
    return this.isRunning && state !== undefined && isActive(state.status);
  }

  #execute(cells: readonly PlannedCell[]): void {
    if (cells.length === 0) return;
    const context = { ...this.#context, emit: (event: RunEvent) => this.#emit(event) };
    const handle = executeCells(context, { targets: this.#state.targets, cells });
    this.#handles.add(handle);
    void handle.ended.then((outcome) => this.#end(handle, outcome));
  }

  #end(handle: RunHandle, outcome: 'done' | 'cancelled'): void {
    this.#stopped ||= outcome === 'cancelled';
    this.#handles.delete(handle);
    if (this.#handles.size > 0) return;
    this.#emit({
      type: 'run-ended',
      runId: this.#state.runId,
      at: this.#now(),
      outcome: this.#stopped ? 'cancelled' : 'done',
    });
    this.#stopped = false;
    this.#closeJournal();
  }

  #emit(event: RunEvent): void {
    this.#state = fold(this.#state, event) ?? this.#state;
    this.#record(event);
    for (const listener of this.#listeners) listener(event);
  }

  #record(event: RunEvent): void {
    if (!this.#recording) return;
    try {
      this.#journal ??= Journal.open(this.#context.storage, this.#state.runId);
      this.#journal.append(event);
    } catch (error) {
      this.#recording = false;
      this.#context.onStorageFailure(error);
    }
  }

  #closeJournal(): void {
    this.#journal?.close();
    this.#journal = undefined;
  }

  #now(): number {
    return this.#context.environment.clock.wallTime();
  }
}

/** A stored run as it stands on disk, with what a crash left open closed. */
export function readRun(storage: string, runId: string): RunState | undefined {
  const content = readJournal(storage, runId);
  const state = content && foldAll(content.events);
  return state && closeOpenCells(state);
}

function closeOpenCells(state: RunState): RunState {
  if (state.status !== 'running') return state;
  const at = state.startedAt;
  const open = Object.values(state.cells).filter((cell) => isActive(cell.status));
  const cancelled = open.map(
    (cell): RunEvent => ({
      type: 'cell-cancelled',
      cell: cell.id,
      at,
      target: cell.target,
      model: cell.target,
      partial: cell.text,
    }),
  );
  return [...cancelled, { type: 'run-ended' as const, runId: state.runId, at, outcome: 'cancelled' as const }].reduce(
    (folded, event) => fold(folded, event) ?? folded,
    state,
  );
}
