import { defined } from '../jsonRead.ts';
import type { Judging } from './account.ts';
import { addJudging } from './addJudging.ts';
import type { CellIdentity } from './cellIdentity.ts';
import type { CellState } from './cellState.ts';
import type { CellRunEvent, PlannedCell } from './events.ts';
import {
  earlierRounds,
  usageWithRounds,
  withAnswerAsRound,
  withResult,
  withRound,
  withUserTurn,
} from './foldRounds.ts';
import { none, orNone } from './orNone.ts';
import type { UserTurn } from './round.ts';

/** A cell before anything was asked. */
export function queuedCell(cell: CellIdentity & Pick<PlannedCell, 'target' | 'repeat' | 'variant'>): CellState {
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

/** The cell after one more of its events; the cell before it stays as it is. */
export function foldCell(cell: CellState, event: CellRunEvent): CellState {
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
