import type { ErrorRecord } from '../errors.ts';
import type { FinishReason, ModelWarning, ToolCall, Usage } from '../messages.ts';
import type { Cost } from '../pricing/cost.ts';
import type {
  CellRunEvent,
  PlannedCell,
  RunChanged,
  RunEnded,
  RunEvent,
  RunStarted,
  Target,
  Timing,
} from './events.ts';

export type CellStatus = 'queued' | 'waiting' | 'streaming' | 'retrying' | 'done' | 'failed' | 'cancelled';

/** One cell as every view shows it. `text` grows while it streams and is the partial answer after a failure. */
export interface CellState {
  readonly id: string;
  readonly target: string;
  readonly caseId: string;
  readonly repeat: number;
  readonly status: CellStatus;
  readonly text: string;
  readonly reasoning: string;
  readonly toolCalls: readonly ToolCall[];
  readonly warnings: readonly ModelWarning[];
  readonly attempt: number;
  /** Wall clock of the current attempt's start, for "waiting 3.2 s". */
  readonly startedAt?: number;
  readonly retry?: { readonly until: number; readonly maxAttempts: number; readonly error: ErrorRecord };
  readonly usage?: Usage;
  readonly cost?: Cost;
  readonly servedModel?: string;
  readonly requestId?: string;
  readonly finishReason?: FinishReason;
  readonly rawFinishReason?: string;
  readonly timing?: Timing;
  readonly error?: ErrorRecord;
}

export interface RunState {
  readonly runId: string;
  readonly prompt: string;
  readonly promptVersion: string;
  readonly startedAt: number;
  readonly endedAt?: number;
  readonly status: 'running' | 'done' | 'cancelled';
  readonly targets: readonly Target[];
  readonly plan: readonly PlannedCell[];
  readonly cells: Readonly<Record<string, CellState>>;
}

/** The state after one more event. The only way a run's state ever changes; host, panel and command line share it. */
export function fold(state: RunState | undefined, event: RunEvent): RunState | undefined {
  if (event.type === 'run-started') return startRun(event);
  if (!state) return undefined;
  if (event.type === 'run-ended') return endRun(state, event);
  if (event.type === 'run-changed') return changeRun(state, event);
  const cell = state.cells[event.cell];
  if (!cell) return state;
  const running = event.type === 'cell-started' ? reopened(state) : state;
  return { ...running, cells: { ...state.cells, [cell.id]: foldCell(cell, event) } };
}

export function foldAll(events: Iterable<RunEvent>): RunState | undefined {
  let state: RunState | undefined;
  for (const event of events) state = fold(state, event);
  return state;
}

function endRun(state: RunState, event: RunEnded): RunState {
  return event.runId === state.runId ? { ...state, status: event.outcome, endedAt: event.at } : state;
}

/** Rerunning one column makes an ended run a running one again. */
function reopened(state: RunState): RunState {
  const { endedAt: _over, ...rest } = state;
  return { ...rest, status: 'running' };
}

function changeRun(state: RunState, event: RunChanged): RunState {
  const cells = event.cells.map((cell) => [cell.id, state.cells[cell.id] ?? queuedCell(cell)] as const);
  return { ...state, targets: event.targets, plan: event.cells, cells: Object.fromEntries(cells) };
}

function startRun(event: RunStarted): RunState {
  const { runId, prompt, promptVersion, targets, cells, at } = event;
  const queued = cells.map((cell) => [cell.id, queuedCell(cell)] as const);
  return {
    runId,
    prompt,
    promptVersion,
    startedAt: at,
    status: 'running',
    targets,
    plan: cells,
    cells: Object.fromEntries(queued),
  };
}

function queuedCell(cell: Pick<PlannedCell, 'id' | 'target' | 'caseId' | 'repeat'>): CellState {
  const { id, target, caseId, repeat } = cell;
  return {
    id,
    target,
    caseId,
    repeat,
    status: 'queued',
    text: '',
    reasoning: '',
    toolCalls: [],
    warnings: [],
    attempt: 0,
  };
}

function foldCell(cell: CellState, event: CellRunEvent): CellState {
  switch (event.type) {
    case 'cell-started':
      // An attempt starts from nothing: what an earlier one had received is not part of its answer.
      return { ...queuedCell(cell), status: 'waiting', attempt: event.attempt, startedAt: event.at };
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
      return { ...cell, usage: event.usage };
    case 'cell-retrying':
      return {
        ...cell,
        status: 'retrying',
        retry: { until: event.at + event.delayMs, maxAttempts: event.maxAttempts, error: event.error },
      };
    case 'cell-done':
      return {
        ...withoutRetry(cell),
        status: 'done',
        text: event.answer,
        reasoning: event.reasoning ?? cell.reasoning,
        toolCalls: event.toolCalls,
        warnings: event.warnings,
        attempt: event.attempts,
        timing: event.timing,
        finishReason: event.finishReason,
        ...(event.usage ? { usage: event.usage } : {}),
        ...(event.cost ? { cost: event.cost } : {}),
        ...(event.servedModel === null ? {} : { servedModel: event.servedModel }),
        ...(event.requestId === null ? {} : { requestId: event.requestId }),
        ...(event.rawFinishReason === null ? {} : { rawFinishReason: event.rawFinishReason }),
      };
    case 'cell-failed':
      return {
        ...withoutRetry(cell),
        status: 'failed',
        text: event.partial,
        error: event.error,
        attempt: event.attempts,
        timing: event.timing,
        ...(event.usage ? { usage: event.usage } : {}),
        ...(event.cost ? { cost: event.cost } : {}),
      };
    case 'cell-cancelled':
      return { ...withoutRetry(cell), status: 'cancelled', text: event.partial };
  }
}

function withoutRetry(cell: CellState): CellState {
  const { retry: _over, ...rest } = cell;
  return rest;
}
