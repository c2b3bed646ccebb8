import { type Batches, foldBatch } from './batchState.ts';
import { withIdentity } from './cellIdentity.ts';
import type { CellState } from './cellState.ts';
import type {
  CellRunEvent,
  LaneStatus,
  PlannedCell,
  PlannedCost,
  RunChanged,
  RunEnded,
  RunEvent,
  RunOutcome,
  RunStarted,
  Target,
} from './events.ts';
import { extendedGrid } from './extendedGrid.ts';
import { foldCell, queuedCell } from './foldCell.ts';
import type { ImproveHead } from './improveHead.ts';
import { foldImprovement, type Improvement, isImproveEvent } from './improvement.ts';
import type { RunProblem } from './runProblem.ts';

export interface RunState {
  readonly runId: string;
  readonly prompt: string;
  readonly promptVersion: string;
  readonly kind?: 'eval' | 'improve';
  /** What an improvement starts from. */
  readonly improve?: ImproveHead;
  /** How far an improvement has come. */
  readonly improvement?: Improvement;
  readonly estimate?: PlannedCost;
  readonly problems?: readonly RunProblem[];
  readonly startedAt: number;
  readonly endedAt?: number;
  readonly status: 'running' | RunOutcome;
  readonly targets: readonly Target[];
  readonly plan: readonly PlannedCell[];
  readonly cells: Readonly<Record<string, CellState>>;
  /** The lanes by id; only in runs that have lanes. */
  readonly lanes?: Readonly<Record<string, LaneStatus>>;
  /** The batch jobs by our name of them; only in runs that have some. */
  readonly batches?: Batches;
}

/**
 * The state after one more event; the state before it stays as it is. It copies the table of cells, so it is meant for a few cells or a few
 * events: `foldAll` copies once for many events, and `RunAccumulator` not at all.
 */
export function fold(state: RunState | undefined, event: RunEvent): RunState | undefined {
  return foldAll([event], state);
}

/** The state after these events, with one copy for all of them. */
export function foldAll(events: Iterable<RunEvent>, from?: RunState): RunState | undefined {
  const accumulator = new RunAccumulator(from);
  for (const event of events) accumulator.add(event);
  return accumulator.state;
}

/** The cells in the order of the plan. */
export function* cellsOf(state: RunState): Generator<CellState> {
  for (const { id } of state.plan) {
    const cell = state.cells[id];
    if (cell) yield cell;
  }
}

type Cells = Record<string, CellState>;

/**
 * A run's state that grows event by event, each at the same small cost however many cells there are. A value of `state` never changes: the
 * first event after it was read copies the table of cells, so read it per frame, not per event.
 */
export class RunAccumulator {
  #run: RunState | undefined;
  #cells: Cells;
  /** True while a reader may hold `#cells`. */
  #isShared = true;
  /** Cells that were graded by another state of the suite, with the case that they belong to there; they are not yet in the plan. */
  readonly #moved = new Map<string, string>();
  readonly #keep: (cell: CellState) => CellState;

  /** `keep` gives what is kept of a cell after an event; all of it unless given. */
  constructor(state?: RunState, keep: (cell: CellState) => CellState = (cell) => cell) {
    this.#keep = keep;
    this.#run = state;
    this.#cells = state?.cells ?? {};
  }

  /** A state that no later event touches. */
  get state(): RunState | undefined {
    this.#isShared = true;
    if (this.#run && this.#moved.size > 0) this.#run = { ...this.#run, plan: this.#run.plan.map(this.#asMoved) };
    this.#moved.clear();
    return this.#run;
  }

  /** The cells at this moment, in a list that is the caller's own, without a copy of the table. */
  get cells(): readonly CellState[] {
    return Object.values(this.#cells);
  }

  /** One cell, without sharing the rest. */
  cell(id: string): CellState | undefined {
    return this.#cells[id];
  }

  add(event: RunEvent): void {
    const run = event.type === 'run-started' ? startRun(event) : this.#run;
    if (!run) return;
    if (event.type === 'run-started') this.#replace(run);
    else if (event.type === 'run-ended') this.#run = endRun(run, event);
    else if (event.type === 'run-changed') this.#replace(changeRun(run, event));
    else if (event.type === 'run-extended') this.#replace({ ...run, ...extendedGrid(run, event, queuedCell) });
    else if (event.type === 'lane-changed')
      this.#run = { ...run, lanes: { ...run.lanes, [event.lane.id]: event.lane } };
    else if (isImproveEvent(event)) this.#run = { ...run, improvement: foldImprovement(run.improvement, event) };
    else if ('batch' in event && typeof event.batch === 'string')
      this.#run = { ...run, batches: foldBatch(run.batches ?? {}, event) };
    else this.#addToCell(run, event);
  }

  #addToCell(run: RunState, event: CellRunEvent): void {
    const cell = this.#cells[event.cell];
    if (!cell) return;
    if (this.#isShared) this.#unshare(run);
    if (startsWork(event) && run.status !== 'running') this.#run = reopened({ ...run, cells: this.#cells });
    this.#cells[event.cell] = this.#keep(foldCell(cell, event));
    if (event.type === 'cell-graded' && event.caseId !== undefined) this.#moved.set(event.cell, event.caseId);
  }

  readonly #asMoved = (cell: PlannedCell): PlannedCell => {
    const caseId = this.#moved.get(cell.id);
    return caseId === undefined ? cell : { ...cell, caseId };
  };

  #unshare(run: RunState): void {
    this.#cells = { ...this.#cells };
    this.#run = { ...run, cells: this.#cells };
    this.#isShared = false;
  }

  #replace(run: RunState): void {
    this.#run = run;
    this.#cells = run.cells;
    this.#isShared = true;
  }
}

/** True for an event of a cell that is asked again, or answered from the cache: it makes an ended run a running one. */
function startsWork(event: CellRunEvent): boolean {
  return event.type === 'cell-started' || (event.type === 'cell-done' && event.cached === true);
}

function endRun(state: RunState, event: RunEnded): RunState {
  return event.runId === state.runId ? { ...state, status: event.outcome, endedAt: event.at } : state;
}

function reopened(state: RunState): RunState {
  const { endedAt: _over, ...rest } = state;
  return { ...rest, status: 'running' };
}

function changeRun(state: RunState, event: RunChanged): RunState {
  const { targets, cells: plan } = withIdentity(event);
  const cells = plan.map((cell) => [cell.id, state.cells[cell.id] ?? queuedCell(cell)] as const);
  return { ...state, targets, plan, cells: Object.fromEntries(cells) };
}

function startRun(event: RunStarted): RunState {
  const { runId, prompt, promptVersion, kind, improve, estimate, problems, targets, cells, at } = withIdentity(event);
  const queued = cells.map((cell) => [cell.id, queuedCell(cell)] as const);
  return {
    runId,
    prompt,
    promptVersion,
    ...(kind ? { kind } : {}),
    ...(improve ? { improve } : {}),
    ...(estimate ? { estimate } : {}),
    ...(problems && problems.length > 0 ? { problems } : {}),
    startedAt: at,
    status: 'running',
    targets,
    plan: cells,
    cells: Object.fromEntries(queued),
  };
}
