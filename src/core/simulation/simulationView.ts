import { defined } from '../jsonRead.ts';
import { isRouteId } from '../routeId.ts';
import { describeConfusion } from './classConfusion.ts';
import { paretoFront } from './pareto.ts';
import type { SimulatedTarget } from './simulateRoute.ts';
import type { Simulation } from './simulateRun.ts';
import {
  costText,
  describeProposal,
  proposalLines,
  simulationFigures,
  simulationTitles,
  titleOf,
  wayFigures,
  wayTitles,
} from './simulationText.ts';

/** A model or route in the chart of quality against cost, and its line in the table. */
export interface SimulatedPoint {
  readonly target: string;
  readonly kind: 'model' | 'route' | 'proposal';
  /** 0 to 1; undefined when nothing was graded. */
  readonly quality: number | undefined;
  readonly low: number | undefined;
  readonly high: number | undefined;
  /** USD for 1,000 requests; undefined when unknown. */
  readonly costPer1000: number | undefined;
  /** Milliseconds. */
  readonly p95: number;
  readonly isOnFront: boolean;
  /** The cells of its line in the table. */
  readonly figures: readonly string[];
  /** All figures in one sentence, for people who hear the page. */
  readonly sentence: string;
}

export interface ProposedRoute {
  readonly number: number;
  readonly description: string;
  /** False for a model by itself, for which there is nothing to write. */
  readonly canBeAdopted: boolean;
}

/** The contents of the page about routes. Plain data: it goes to the editor's panel and into reports alike. */
export interface SimulationView {
  readonly title: string;
  readonly runId: string;
  readonly isSimulated: boolean;
  readonly columns: readonly string[];
  readonly points: readonly SimulatedPoint[];
  readonly proposed: readonly ProposedRoute[];
  /** Sentences that a reader of the proposals needs. */
  readonly remarks: readonly string[];
  /** The ways in which a cost route may tell requests apart, compared on rows that were not learnt from. */
  readonly ways?: { readonly columns: readonly string[]; readonly rows: readonly (readonly string[])[] };
  /** Sentences that say how often each of them took one class for another. */
  readonly confusions: readonly string[];
  readonly notes: readonly string[];
}

/** The names under which proposals stand in the chart. */
function proposalName(number: number): string {
  return `proposal ${number}`;
}

/** The view of a simulation. */
export function simulationView(simulation: Simulation): SimulationView {
  const { models, routes, proposals, notes, isSimulated, runId, ways, confusions } = simulation;
  const proposed = (proposals?.proposals ?? []).map((proposal, index) => ({ proposal, number: index + 1 }));
  const results = [
    ...models,
    ...routes,
    ...proposed
      .filter(({ proposal }) => proposal.candidate !== undefined)
      .map(({ proposal, number }) => ({ ...proposal.result, target: proposalName(number) })),
  ];
  const front = new Set(paretoFront(results));
  const points = results.map((result) => point(result, { isOnFront: front.has(result) }));
  const lines = proposals ? proposalLines(proposals, isSimulated) : [];
  return {
    title: titleOf(simulation),
    runId,
    isSimulated,
    columns: simulationTitles,
    points,
    proposed: proposed.map(({ proposal, number }) => ({
      number,
      description: describeProposal(proposal),
      canBeAdopted: proposal.candidate !== undefined,
    })),
    remarks: lines.filter((line) => !/^(\d+\. |Proposed, )/.test(line)),
    ...defined({ ways: ways && { columns: wayTitles, rows: ways.map(wayFigures) } }),
    confusions: confusions.map(describeConfusion),
    notes,
  };
}

function point(result: SimulatedTarget, { isOnFront }: { readonly isOnFront: boolean }): SimulatedPoint {
  const { target, quality, interval, costPer1000, p95, graded } = result;
  const isGraded = graded > 0;
  const figures = simulationFigures(result);
  return {
    target,
    kind: isRouteId(target) ? 'route' : target.includes('/') ? 'model' : 'proposal',
    quality: isGraded ? quality : undefined,
    low: isGraded ? interval?.low : undefined,
    high: isGraded ? interval?.high : undefined,
    costPer1000,
    p95,
    isOnFront,
    figures,
    sentence: sentenceOf(result, figures, isOnFront),
  };
}

function sentenceOf(result: SimulatedTarget, figures: readonly string[], isOnFront: boolean): string {
  const [target, passed, interval, , p50, p95, answered] = figures;
  const range = interval === '' ? '' : ` (95%: ${interval})`;
  const front = isOnFront ? ' Nothing else here is both better and cheaper.' : '';
  return `${target}: ${passed} passed${range}, ${costText(result)} per 1,000 requests, p50 ${p50}, p95 ${p95}, ${answered} answered.${front}`;
}
