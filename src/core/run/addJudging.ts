import { addCost } from '../pricing/cost.ts';
import type { Judging } from './account.ts';

const none: Judging = { calls: 0, cached: 0, cost: null, unknownCost: 0 };

/** The sum of an earlier and a later grading of one answer; questions that are left are the later one's alone. */
export function addJudging(earlier: Judging = none, later: Judging = none): Judging {
  return {
    calls: earlier.calls + later.calls,
    cached: earlier.cached + later.cached,
    cost: addCost(earlier.cost, later.cost),
    unknownCost: earlier.unknownCost + later.unknownCost,
    ...(later.left === undefined ? {} : { left: later.left }),
  };
}
