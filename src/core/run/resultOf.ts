import type { CellState } from './cellState.ts';
import type { CellResult } from './events.ts';
import { modelOfTarget } from './modelOfTarget.ts';
import type { RunState } from './state.ts';

/** The result of a finished cell, put together again from its state; undefined while there is no answer, or where it is not held. */
export function resultOf(run: Pick<RunState, 'targets'>, cell: CellState): CellResult | undefined {
  const timing = cell.batch ? { totalMs: 0 } : cell.timing;
  if (cell.isInJournal || cell.status !== 'done' || cell.finishReason === undefined || timing === undefined)
    return undefined;
  return {
    target: cell.target,
    model: modelOfTarget(run, cell.target),
    answer: cell.text,
    ...(cell.reasoning === '' ? {} : { reasoning: cell.reasoning }),
    toolCalls: cell.toolCalls,
    ...(cell.turn ? { turn: cell.turn } : {}),
    ...(cell.rounds ? { rounds: cell.rounds } : {}),
    ...(cell.playing ? { playing: cell.playing } : {}),
    ...(cell.logProbs ? { logProbs: cell.logProbs } : {}),
    usage: cell.usage ?? null,
    cost: cell.cost ?? null,
    servedModel: cell.servedModel ?? null,
    ...(cell.isFallback === undefined ? {} : { isFallback: cell.isFallback }),
    requestId: cell.requestId ?? null,
    finishReason: cell.finishReason,
    rawFinishReason: cell.rawFinishReason ?? null,
    timing,
    ...(cell.batch ? { batch: cell.batch } : {}),
    attempts: cell.attempt,
    warnings: cell.warnings,
    ...(cell.cached ? { cached: cell.cached } : {}),
    ...(cell.routed ? { routed: cell.routed } : {}),
  };
}
