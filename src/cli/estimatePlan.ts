import type { Catalog } from '../core/pricing/catalog.ts';
import { estimateRun, formatEstimate, type RunEstimate } from '../core/pricing/estimate.ts';
import type { RunPlan } from '../core/run/events.ts';

export interface PlanEstimate {
  readonly text: string;
  /** USD, at most; simulated money does not count. */
  readonly high: number;
}

/** What a whole plan may cost: the sum over its cells, each at its own model's price. */
export function estimatePlan(plan: RunPlan, catalog: Catalog): PlanEstimate {
  const targets = new Map(plan.targets.map((target) => [target.id, target]));
  const estimates = plan.cells.flatMap((cell) => {
    const target = targets.get(cell.target);
    return target
      ? [estimateRun({ messages: cell.messages, parameters: target.parameters, models: [target.model], catalog })]
      : [];
  });
  const charged = estimates.filter((estimate) => !estimate.simulated);
  const total = addEstimates(charged.length > 0 ? charged : estimates);
  return { text: formatEstimate(total), high: charged.length > 0 ? total.high : 0 };
}

function addEstimates(estimates: readonly RunEstimate[]): RunEstimate {
  const sum = (pick: (estimate: RunEstimate) => number) =>
    estimates.reduce((total, estimate) => total + pick(estimate), 0);
  const models = new Set(estimates.flatMap((estimate) => estimate.unknown));
  return {
    low: sum((estimate) => estimate.low),
    expected: sum((estimate) => estimate.expected),
    high: sum((estimate) => estimate.high),
    simulated: estimates.every((estimate) => estimate.simulated),
    unknown: [...models],
    models: sum((estimate) => estimate.models),
    inputTokens: sum((estimate) => estimate.inputTokens),
  };
}
