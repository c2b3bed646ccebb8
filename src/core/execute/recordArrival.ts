import { toPolypromptError } from '../errors.ts';
import type { Arrival } from '../run/deferredCalls.ts';
import type { CellResult, Target } from '../run/events.ts';
import { CellRecorder } from './cellRecorder.ts';
import type { ExecuteContext } from './executeContext.ts';

/** Reports a job's answer to a cell as if it had just been streamed; gives the result where it is an answer. */
export function recordArrival(
  context: Pick<ExecuteContext, 'environment' | 'catalog' | 'emit'>,
  arrival: Exclude<Arrival, { type: 'again' }>,
  target: Target,
): CellResult | undefined {
  const recorder = new CellRecorder(
    context,
    { cell: arrival.cell, target, isBatch: true },
    { number: arrival.attempt },
  );
  recorder.start();
  if (arrival.type === 'cancelled') {
    recorder.cancel();
    return undefined;
  }
  for (const event of arrival.events) recorder.take(event);
  try {
    if (arrival.type === 'failed') throw arrival.error;
    return recorder.finish();
  } catch (thrown) {
    recorder.fail(toPolypromptError(thrown));
    return undefined;
  }
}
