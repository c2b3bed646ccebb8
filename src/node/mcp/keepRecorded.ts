import type { AnswerCache } from '../../core/execute/executeContext.ts';
import { answerKey } from '../../core/plan/answerKey.ts';
import type { ProviderRegistry } from '../../core/providers/registry.ts';
import { isRouteId } from '../../core/routeId.ts';
import type { CellResult, PlannedCell, RunPlan } from '../../core/run/events.ts';
import { modelOfTarget } from '../../core/run/modelOfTarget.ts';
import { resultOf } from '../../core/run/resultOf.ts';
import { isUnrepeatable, type Round } from '../../core/run/round.ts';
import type { RunState } from '../../core/run/state.ts';

/** A run that has recorded servers, and the same run planned by what is recorded now. */
export interface RecordedRun {
  readonly state: RunState;
  readonly planned: Pick<RunPlan, 'cells'>;
  readonly cache: AnswerCache;
  readonly registry: Pick<ProviderRegistry, 'resolve'>;
}

/** Keeps the answers of a run that has recorded servers, so that a replay does not ask and pay for them again. */
export function keepRecorded({ state, planned, cache, registry }: RecordedRun): void {
  const now = new Map(planned.cells.map((cell) => [rowOf(cell), cell]));
  for (const cell of state.plan) {
    const kept = now.get(rowOf(cell));
    const ended = state.cells[cell.id];
    const result = ended && resultOf(state, ended);
    // What is made of other answers is known by them, and the answers to the requests of a route are kept one by one.
    if (!kept || !result || kept.after || !cell.loop?.servers) continue;
    const model = modelOfTarget(state, cell.target);
    const played = playedBack(result);
    if (!isRouteId(model) && !isUnrepeatable(played.rounds)) cache.set(answerKey(kept.id, model, registry), played);
  }
}

function rowOf({ caseId, target, repeat, copy = 1 }: PlannedCell): string {
  return JSON.stringify([caseId, target, repeat, copy]);
}

/** The result as a replay would give it: everything that a recorded server has said stands in its recording now. */
function playedBack(result: CellResult): CellResult {
  const { rounds } = result;
  return rounds ? { ...result, rounds: rounds.map(fromRecording) } : result;
}

function fromRecording(round: Round): Round {
  const results = round.results.map((result) => {
    if (result.by !== 'server') return result;
    const { ms: _asked, ...said } = result;
    return { ...said, by: 'recording' as const };
  });
  return { ...round, results };
}
