import { toPolypromptError } from '../errors.ts';
import type { Arrival } from '../run/deferredCalls.ts';
import type { CellResult, Target } from '../run/events.ts';
import type { Round } from '../run/round.ts';
import { CellRecorder } from './cellRecorder.ts';
import type { ExecuteContext } from './executeContext.ts';

/** What a job's answer is for its cell. */
export type ArrivalEnd =
  | { readonly type: 'answered'; readonly result: CellResult }
  | { readonly type: 'called'; readonly round: Round }
  | { readonly type: 'failed' };

/** Reports a job's answer to a cell as if it had just been streamed. */
export function recordArrival(
  context: Pick<ExecuteContext, 'environment' | 'catalog' | 'emit'>,
  arrival: Exclude<Arrival, { type: 'again' }>,
  target: Target,
): ArrivalEnd {
  const recorder = new CellRecorder(
    context,
    { cell: arrival.cell, target, rounds: arrival.rounds, isBatch: true },
    { number: arrival.attempt },
  );
  recorder.start();
  if (arrival.type === 'cancelled') {
    recorder.cancel();
    return { type: 'failed' };
  }
  for (const event of arrival.events) recorder.take(event);
  try {
    if (arrival.type === 'failed') throw arrival.error;
    if (recorder.next !== 'end') return { type: 'called', round: recorder.finishRound() };
    return { type: 'answered', result: recorder.finish() };
  } catch (thrown) {
    recorder.fail(toPolypromptError(thrown));
    return { type: 'failed' };
  }
}
