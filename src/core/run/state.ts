import type { ErrorRecord } from '../errors.ts';
import type { AnswerVerdict } from '../grading/verdict.ts';
import { defined } from '../jsonRead.ts';
import type { FinishReason, Message, ModelWarning, Part, ToolCall, Usage } from '../messages.ts';
import type { Cost } from '../pricing/cost.ts';
import type { Ask } from '../routing/routeCommand.ts';
import type { Judging, Timing } from './account.ts';
import { addJudging } from './addJudging.ts';
import { type Batches, foldBatch } from './batchState.ts';
import { type CellIdentity, withIdentity } from './cellIdentity.ts';
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
import {
  earlierRounds,
  usageWithRounds,
  withAnswerAsRound,
  withResult,
  withRound,
  withUserTurn,
} from './foldRounds.ts';
import type { ImproveHead } from './improveHead.ts';
import { foldImprovement, type Improvement, isImproveEvent } from './improvement.ts';
import { none, orNone } from './orNone.ts';
import type { Round, UserTurn } from './round.ts';
import type { Routed } from './routed.ts';
import type { RunProblem } from './runProblem.ts';

export type CellStatus = 'queued' | 'waiting' | 'streaming' | 'retrying' | 'done' | 'failed' | 'cancelled';

/** One cell as every view shows it. `text` grows while it streams and is the partial answer after a failure. */
export interface CellState {
  readonly id: string;
  readonly target: string;
  readonly caseId: string;
  readonly promptIndex?: number;
  readonly repeat: number;
  readonly copy?: number;
  /** The variant of the prompt that was sent; absent for the prompt itself. */
  readonly variant?: string;
  readonly status: CellStatus;
  readonly text: string;
  readonly reasoning: string;
  readonly toolCalls: readonly ToolCall[];
  /** The answer as it has to be sent back, where text and calls are not all of it. */
  readonly turn?: readonly Part[];
  /** The rounds before this answer, in which tools were called; `text`, `reasoning` and `toolCalls` are those of the round under way. */
  readonly rounds?: readonly Round[];
  /** The log probabilities of the answer's tokens, where a check needs them and the provider gave them. */
  readonly logProbs?: readonly number[];
  readonly warnings: readonly ModelWarning[];
  /** True when the answer came from a batch job, at its price. */
  readonly batch?: true;
  readonly attempt: number;
  /** The wall clock (milliseconds since 1970) at the start of the current attempt, for "waiting 3.2 s". */
  readonly startedAt?: number;
  /** The wall clock (milliseconds since 1970) at the start of the first attempt. */
  readonly firstStartedAt?: number;
  /** Milliseconds of a failure from the first attempt to the end of the last, waits between them included. */
  readonly triedMs?: number;
  readonly retry?: { readonly until: number; readonly maxAttempts: number; readonly error: ErrorRecord };
  readonly usage?: Usage;
  readonly cost?: Cost;
  readonly servedModel?: string;
  /** True when a proxy gave the request to another model than the one that was asked; absent where nobody says. */
  readonly isFallback?: boolean;
  readonly requestId?: string;
  readonly finishReason?: FinishReason;
  readonly rawFinishReason?: string;
  readonly timing?: Timing;
  readonly error?: ErrorRecord;
  /** True when the answer is an earlier one to the same cell; it cost nothing new. */
  readonly cached?: true;
  /** The messages that were sent, where the plan could only guess them. */
  readonly messages?: readonly Message[];
  /** The call for whose result it waits, which a person gives. */
  readonly awaits?: ToolCall;
  /** The request of a route that is under way. */
  readonly asking?: Ask;
  /** The attempts of a route that has ended. */
  readonly routed?: Routed;
  readonly verdict?: AnswerVerdict;
  /** The calls and cost of the model that played the user. */
  readonly playing?: Judging;
  /** The calls and cost of all gradings of this answer together. */
  readonly judging?: Judging;
  /** True when its texts and the findings of its checks are not held here, but stand in the journal alone. */
  readonly isInJournal?: true;
}

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

function queuedCell(cell: CellIdentity & Pick<PlannedCell, 'target' | 'repeat' | 'variant'>): CellState {
  const { id, target, caseId, promptIndex, repeat, copy, variant } = cell;
  return {
    id,
    target,
    caseId,
    repeat,
    ...defined({ promptIndex, copy, variant }),
    status: 'queued',
    text: '',
    reasoning: '',
    toolCalls: none,
    warnings: none,
    attempt: 0,
  };
}

function foldCell(cell: CellState, event: CellRunEvent): CellState {
  switch (event.type) {
    case 'cell-started':
      // An attempt starts from nothing: the text of an earlier one is not part of its answer.
      return {
        ...queuedCell(cell),
        ...(event.round === undefined ? {} : { ...earlierRounds(cell), ...playingWith(cell, undefined) }),
        status: 'waiting',
        attempt: event.attempt,
        startedAt: event.at,
        firstStartedAt: event.attempt > 1 || event.round !== undefined ? (cell.firstStartedAt ?? event.at) : event.at,
        ...(event.messages ? { messages: event.messages } : {}),
      };
    case 'cell-round':
      return { ...startedAnew(withoutRetry(cell)), ...withRound(cell, { ...event.round, results: [] }) };
    case 'user-turn':
      return cell.status === 'done'
        ? reopenedCell(cell, event.user)
        : { ...cell, ...withUserTurn(cell, event.user), ...playingWith(cell, event.playing) };
    case 'calls-taken-up':
      return cell.status === 'done' ? reopenedCell(cell) : cell;
    case 'tool-awaited':
      return { ...cell, awaits: event.call };
    case 'tool-result':
      return { ...withoutRetry(cell), ...withResult(cell, event.result) };
    case 'cell-delta':
      return {
        ...cell,
        status: 'streaming',
        text: cell.text + (event.text ?? ''),
        reasoning: cell.reasoning + (event.reasoning ?? ''),
        toolCalls: event.toolCall ? [...cell.toolCalls, event.toolCall] : cell.toolCalls,
      };
    case 'cell-warning':
      return { ...cell, warnings: [...cell.warnings, event.warning] };
    case 'cell-usage':
      return { ...cell, usage: usageWithRounds(cell, event.usage) };
    case 'cell-retrying':
      return {
        ...cell,
        status: 'retrying',
        retry: { until: event.at + event.delayMs, maxAttempts: event.maxAttempts, error: event.error },
      };
    case 'cell-rerouted':
      return {
        ...(event.restarts ? startedAnew(cell) : cell),
        asking: event.ask,
      };
    case 'cell-done':
      return {
        ...(event.cached ? startedAnew(withoutRetry(cell)) : withoutRetry(cell)),
        status: 'done',
        text: event.answer,
        reasoning: event.reasoning ?? cell.reasoning,
        toolCalls: orNone(event.toolCalls),
        ...(event.turn ? { turn: event.turn } : {}),
        ...(event.rounds ? { rounds: event.rounds } : {}),
        ...playingWith(event.cached ? {} : cell, event.playing),
        ...(event.logProbs ? { logProbs: event.logProbs } : {}),
        warnings: orNone(event.warnings),
        attempt: event.attempts,
        ...(event.batch ? { batch: event.batch } : { timing: event.timing }),
        finishReason: event.finishReason,
        ...(event.usage ? { usage: event.usage } : {}),
        ...(event.cost ? { cost: event.cost } : {}),
        ...(event.servedModel === null ? {} : { servedModel: event.servedModel }),
        ...(event.isFallback === undefined ? {} : { isFallback: event.isFallback }),
        ...(event.requestId === null ? {} : { requestId: event.requestId }),
        ...(event.rawFinishReason === null ? {} : { rawFinishReason: event.rawFinishReason }),
        ...(event.cached ? { cached: event.cached } : {}),
        ...(event.routed ? { routed: event.routed } : {}),
      };
    case 'cell-failed':
      return {
        ...withoutRetry(cell),
        status: 'failed',
        text: event.partial,
        error: event.error,
        attempt: event.attempts,
        timing: event.timing,
        ...(cell.firstStartedAt === undefined ? {} : { triedMs: Math.max(0, event.at - cell.firstStartedAt) }),
        ...(event.usage ? { usage: event.usage } : {}),
        ...(event.cost ? { cost: event.cost } : {}),
        ...(event.routed ? { routed: event.routed } : {}),
      };
    case 'cell-cancelled':
      return { ...withoutRetry(cell), status: 'cancelled', text: event.partial };
    case 'cell-graded':
      return {
        ...cell,
        verdict: event.verdict,
        ...(event.caseId === undefined ? {} : { caseId: event.caseId }),
        ...(event.judging || cell.judging ? { judging: addJudging(cell.judging, event.judging) } : {}),
      };
  }
}

/** The cell without anything that an attempt has said. */
function startedAnew(cell: CellState): CellState {
  const { rounds: _thrownAway, turn: _unsaid, usage: _told, cost: _paid, ...rest } = cell;
  return { ...rest, text: '', reasoning: '', toolCalls: [], status: 'waiting' };
}

/** A cell that had ended, after it has gone on: its answer is one more round. */
function reopenedCell(cell: CellState, user?: UserTurn): CellState {
  const { verdict: _ofTheOldAnswer, judging: _also, timing, finishReason, ...rest } = cell;
  const answered = { ...cell, timing: timing ?? { totalMs: 0 }, finishReason: finishReason ?? 'other' };
  return { ...startedAnew(rest), ...withAnswerAsRound(answered, user) };
}

function playingWith({ playing }: Pick<CellState, 'playing'>, more: Judging | undefined): Pick<CellState, 'playing'> {
  return playing || more ? { playing: addJudging(playing, more) } : {};
}

/** The cell without the fields that hold only while it is under way. */
function withoutRetry(cell: CellState): CellState {
  if (!cell.retry && !cell.asking && !cell.awaits) return cell;
  const { retry: _over, asking: _asked, awaits: _answered, ...rest } = cell;
  return rest;
}
