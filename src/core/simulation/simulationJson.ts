import type { JsonObject, JsonValue } from '../json.ts';
import { wayOf } from './candidates.ts';
import type { Proposal } from './proposeRoutes.ts';
import type { SimulatedTarget } from './simulateRoute.ts';
import type { Simulation } from './simulateRun.ts';
import { describeProposal } from './simulationText.ts';

/** A simulation for programs. Shares are 0 to 1, money is USD for 1,000 requests, times are milliseconds; null is not known. */
export function simulationJson(simulation: Simulation): JsonObject {
  const { runId, prompt, rows, requests, outages, isSimulated, models, routes, front, notes, proposals } = simulation;
  const json = {
    version: 1,
    run: runId,
    suite: prompt,
    rows,
    requests,
    outages,
    simulatedModels: isSimulated,
    targets: [...models, ...routes].map((result) => ({ ...figuresOf(result), onFront: front.has(result.target) })),
    proposals: proposals
      ? {
          best: figuresOf(proposals.frontier),
          proposed: proposals.proposals.map(proposalJson),
          expected: proposals.expected ?? null,
          tooThin: proposals.tooThin ?? null,
        }
      : null,
    ways: (simulation.ways ?? []).map(({ classify, result, comparison, saving }) => ({
      ...figuresOf(result),
      target: wayOf(classify),
      saving: saving ?? null,
      qualityDifference: comparison.difference ?? null,
      differenceLow: comparison.low ?? null,
      differenceHigh: comparison.high ?? null,
    })),
    confusions: simulation.confusions,
    notes,
  };
  return plain(json);
}

function figuresOf(result: SimulatedTarget) {
  const { target, requests, answered, graded, quality, interval, costPer1000, costAtLeast, p50, p95 } = result;
  return {
    target,
    requests,
    availability: answered / requests,
    quality: graded === 0 ? null : quality,
    low: graded === 0 ? null : (interval?.low ?? null),
    high: graded === 0 ? null : (interval?.high ?? null),
    costPer1000: costPer1000 ?? null,
    costAtLeast,
    p50,
    p95,
    asksPerRequest: result.asksPerRequest,
    servedBy: Object.fromEntries(result.shares),
  };
}

function proposalJson(proposal: Proposal) {
  const { candidate, result, saving, comparison } = proposal;
  return {
    ...figuresOf(result),
    description: describeProposal(proposal),
    route: candidate?.route ?? null,
    judgedOnOtherRows: candidate?.learns ?? false,
    saving: saving ?? null,
    qualityDifference: comparison.difference ?? null,
    differenceLow: comparison.low ?? null,
    differenceHigh: comparison.high ?? null,
  };
}

function plain(value: object): JsonObject {
  const json: JsonValue = JSON.parse(JSON.stringify(value));
  if (typeof json !== 'object' || json === null || Array.isArray(json)) throw new Error('an object stays one');
  return json;
}
