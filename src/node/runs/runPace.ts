import { laneTime, usualLanes } from '../../core/pricing/laneTime.ts';
import { exactly } from '../../core/pricing/range.ts';
import { type TimeAtOnce, unslowed, unslowedTimes } from '../../core/providers/lanes/unslowed.ts';
import { type RunFigures, requestsOf, timeOfFigures } from './runFigures.ts';

/** The number of cells that a run must have asked to be no accident. */
const pacedCells = 5;

/**
 * How long a run took, divided by the time that follows from its answers' own times. Undefined for a run that asked too little to tell, was
 * not finished, or waited in between.
 */
export function paceOf({ status, startedAt, endedAt, targets, cells }: RunFigures): number | undefined {
  if (status !== 'done' || endedAt === undefined) return undefined;
  const models = new Map(targets.map(({ id, model }) => [id, model]));
  const times = new Map<string, TimeAtOnce[]>();
  for (const cell of cells) {
    const model = models.get(cell.target);
    if (model === undefined || !cell.isDone || cell.isCached) continue;
    const own = times.get(model) ?? [];
    times.set(model, own);
    own.push(...requestsOf(cell).flatMap(timeOfFigures));
  }
  const timed = [...times.values()].filter((all) => all.length > 0);
  const longest = Math.max(0, ...timed.map(timeThrough));
  const asked = timed.reduce((sum, all) => sum + all.length, 0);
  return asked < pacedCells || longest === 0 ? undefined : (endedAt - startedAt) / longest;
}

/** Milliseconds for so many answers at the server's own speed. */
function timeThrough(times: readonly TimeAtOnce[]): number {
  const own = unslowedTimes(times);
  const latency = exactly(own.reduce((sum, time) => sum + time, 0) / own.length);
  const max = Math.min(usualLanes.max, unslowed(times).limit);
  return laneTime({ calls: times.length, tokens: 0, latency }, { ...usualLanes, max }).expected;
}
