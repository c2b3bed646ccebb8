import { defined } from '../../core/jsonRead.ts';
import type { Usage } from '../../core/messages.ts';
import type { TimeAtOnce } from '../../core/providers/lanes/unslowed.ts';
import type { CellRunEvent, RunChanged, RunEnded, RunExtended, RunStarted } from '../../core/run/events.ts';
import type { RunState } from '../../core/run/state.ts';
import { lastOfSum, type RequestAccount, sumOfRounds } from '../../core/run/sumOfRounds.ts';
import type { CellPlanned, JournalLine } from '../records/journalLines.ts';

/** The figures of one cell as its last events left them: what `CellState` says of them, and no texts. */
export interface CellFigures {
  readonly id: string;
  readonly target: string;
  /** True for a cell whose model may be asked more than once. */
  readonly mayGoOn: boolean;
  readonly isDone: boolean;
  readonly isCached: boolean;
  readonly inputTokens?: number | undefined;
  readonly outputTokens?: number | undefined;
  /** Milliseconds; undefined where the answer was not timed. */
  readonly totalMs?: number | undefined;
  readonly atOnce?: number | undefined;
  /** The rounds before the last answer, whose figures are in those above. */
  readonly earlier: readonly RequestAccount[] | undefined;
}

/** A run without its texts. */
export interface RunFigures extends Pick<RunState, 'runId' | 'status' | 'startedAt' | 'targets'> {
  readonly endedAt?: number | undefined;
  /** The cells in the order of the plan. */
  readonly cells: readonly CellFigures[];
}

/** The figures of one request of a cell. */
export type RequestFigures = Pick<CellFigures, 'inputTokens' | 'outputTokens' | 'totalMs' | 'atOnce'>;

/** The time of an answer, with the number of requests under way; empty where it was not timed. */
export function timeOfFigures({ totalMs, atOnce }: RequestFigures): readonly TimeAtOnce[] {
  return totalMs === undefined ? [] : [{ milliseconds: totalMs, ...defined({ atOnce }) }];
}

type Changing<Type> = { -readonly [Key in keyof Type]: Type[Key] };
type Planned = Pick<CellPlanned, 'id' | 'target' | 'loop' | 'conversation' | 'as'>;

/** Lines without any figure, which need not be read. */
export const noFigures = ['cell-graded', 'cell-warning', 'tool-result', 'tool-awaited'] as const;

/**
 * The figures of the run in these lines of a journal, of which undefined ones are damaged. They are what `fold` would come to, at a small
 * part of its memory. Undefined where there is no such run.
 */
export function figuresOf(lines: Iterable<JournalLine | undefined>): RunFigures | undefined {
  const reading = new FigureReading();
  for (const line of lines) reading.add(line);
  return reading.figures;
}

class FigureReading {
  #run: Changing<Omit<RunFigures, 'cells'>> | undefined;
  #cells: Changing<CellFigures>[] = [];
  readonly #known = new Map<string, Changing<CellFigures>>();
  /** How many planned cells must follow, and how many lines did that may have been some. */
  #expected = 0;
  #planned = 0;
  #damaged = 0;

  get figures(): RunFigures | undefined {
    const isWhole = this.#expected <= this.#planned + this.#damaged;
    return this.#run && isWhole ? { ...this.#run, cells: this.#cells } : undefined;
  }

  add(line: JournalLine | undefined): void {
    if (!line) this.#damaged++;
    else if (line.type === 'cell-planned') this.#plan(line);
    else if (line.type === 'run-started') this.#start(line);
    else if (line.type === 'run-changed') this.#change(line);
    else if (line.type === 'run-extended') this.#extend(line);
    else if (line.type === 'run-ended') this.#end(line);
    else if ('cell' in line) this.#addToCell(line);
  }

  #start(line: RunStarted & { readonly planned?: number }): void {
    const { runId, at, targets, cells, planned = 0 } = line;
    this.#run = { runId, status: 'running', startedAt: at, endedAt: undefined, targets };
    this.#expected = Math.max(this.#expected, planned);
    this.#known.clear();
    this.#replan(cells);
  }

  #change({ targets, cells }: RunChanged): void {
    if (!this.#run) return;
    this.#run.targets = targets;
    this.#replan(cells);
  }

  #extend({ targets, cells }: RunExtended): void {
    if (!this.#run) return;
    this.#run.targets = [...this.#run.targets, ...targets];
    for (const cell of cells) if (!this.#known.has(cell.id)) this.#cells.push(this.#cellOf(cell));
  }

  #end({ runId, outcome, at }: RunEnded): void {
    if (this.#run?.runId !== runId) return;
    this.#run.status = outcome;
    this.#run.endedAt = at;
  }

  #plan(line: Planned & ({ readonly like: string } | object)): void {
    this.#planned++;
    if ('like' in line && !this.#known.has(line.like)) return;
    this.#cells.push(this.#cellOf(line));
  }

  #replan(cells: readonly Planned[]): void {
    this.#cells = cells.map((cell) => this.#cellOf(cell));
    this.#known.clear();
    for (const cell of this.#cells) this.#known.set(cell.id, cell);
  }

  #cellOf({ id, target, loop, conversation, as }: Planned): Changing<CellFigures> {
    const mayGoOn = (loop ?? conversation ?? as?.loop) !== undefined;
    const cell = this.#known.get(id) ?? { id, target, mayGoOn, ...nothingYet };
    this.#known.set(id, cell);
    return cell;
  }

  #addToCell(event: CellRunEvent): void {
    const cell = this.#known.get(event.cell);
    if (!cell || !this.#run) return;
    const isWork = event.type === 'cell-started' || (event.type === 'cell-done' && event.cached === true);
    if (isWork && this.#run.status !== 'running') {
      this.#run.status = 'running';
      this.#run.endedAt = undefined;
    }
    addTo(cell, event);
  }
}

/** All fields, so that every cell is an object of the same shape, which takes the least memory. */
const nothingYet = {
  isDone: false,
  isCached: false,
  inputTokens: undefined,
  outputTokens: undefined,
  totalMs: undefined,
  atOnce: undefined,
  earlier: undefined,
};

function addTo(cell: Changing<CellFigures>, event: CellRunEvent): void {
  switch (event.type) {
    case 'cell-started':
      start(cell, event.round !== undefined);
      return;
    case 'cell-usage':
      count(cell, sumWith(cell, event.usage) ?? event.usage);
      return;
    case 'cell-round':
      addRound(cell, event.round);
      return;
    case 'cell-done':
      if (event.cached) forget(cell);
      cell.isDone = true;
      if (event.rounds) cell.earlier = event.rounds;
      if (event.usage) count(cell, event.usage);
      if (event.cached) cell.isCached = true;
      if (!event.batch) time(cell, event.timing);
      return;
    case 'cell-failed':
      cell.isDone = false;
      if (event.usage) count(cell, event.usage);
      time(cell, event.timing);
      return;
    case 'cell-delta':
    case 'cell-retrying':
    case 'cell-cancelled':
      cell.isDone = false;
      return;
    case 'cell-rerouted':
      if (event.restarts) forget(cell);
      return;
    case 'user-turn':
    case 'calls-taken-up':
      if (cell.isDone) goOn(cell);
      return;
    case 'tool-result':
    case 'tool-awaited':
    case 'cell-warning':
    case 'cell-graded':
  }
}

function start(cell: Changing<CellFigures>, isLaterRound: boolean): void {
  const { earlier, inputTokens, outputTokens } = cell;
  Object.assign(cell, nothingYet);
  if (isLaterRound && earlier) Object.assign(cell, { earlier, inputTokens, outputTokens });
}

/** Forgets what an attempt has said, as another begins. */
function forget(cell: Changing<CellFigures>): void {
  cell.isDone = false;
  cell.earlier = undefined;
  count(cell, {});
}

function addRound(cell: Changing<CellFigures>, { usage, timing }: RequestAccount): void {
  const { earlier = [] } = cell;
  cell.isDone = false;
  cell.earlier = [...earlier, { usage, cost: null, timing }];
  count(cell, sumOfRounds(earlier, { usage, cost: null, timing }).usage ?? {});
}

/** Makes the answer of a cell that had ended one more round. */
function goOn(cell: Changing<CellFigures>): void {
  const { inputTokens, outputTokens, totalMs = 0, atOnce, earlier = [] } = cell;
  const usage = inputTokens === undefined && outputTokens === undefined ? null : defined({ inputTokens, outputTokens });
  const { usage: own, timing } = lastOfSum({ usage, cost: null, timing: { totalMs, ...defined({ atOnce }) } }, earlier);
  cell.isDone = false;
  cell.earlier = [...earlier, { usage: own, cost: null, timing }];
  time(cell, {});
}

function sumWith({ earlier = [] }: CellFigures, usage: Usage): Usage | null {
  return sumOfRounds(earlier, { usage, cost: null, timing: { totalMs: 0 } }).usage;
}

/** The figures of each request of a cell, in their order. */
export function requestsOf(cell: CellFigures): readonly RequestFigures[] {
  const { earlier, inputTokens, outputTokens, totalMs, atOnce } = cell;
  if (!earlier) return [cell];
  const sum = { usage: defined({ inputTokens, outputTokens }), cost: null, timing: { totalMs: totalMs ?? 0 } };
  const last = lastOfSum(sum, earlier);
  const before = earlier.map(({ usage, timing }) => ({
    ...tokensOf(usage),
    totalMs: timing.totalMs,
    atOnce: timing.atOnce,
  }));
  const rest = { ...tokensOf(last.usage), totalMs: totalMs === undefined ? undefined : last.timing.totalMs, atOnce };
  return [...before, rest];
}

function tokensOf(usage: Usage | null): Pick<RequestFigures, 'inputTokens' | 'outputTokens'> {
  return { inputTokens: usage?.inputTokens, outputTokens: usage?.outputTokens };
}

function count(
  cell: Changing<CellFigures>,
  { inputTokens, outputTokens }: Pick<CellFigures, 'inputTokens' | 'outputTokens'>,
): void {
  cell.inputTokens = inputTokens;
  cell.outputTokens = outputTokens;
}

function time(cell: Changing<CellFigures>, { totalMs, atOnce }: Pick<CellFigures, 'totalMs' | 'atOnce'>): void {
  cell.totalMs = totalMs;
  cell.atOnce = atOnce;
}
