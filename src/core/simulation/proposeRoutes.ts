import { routeId } from '../routeId.ts';
import type { Measurements } from '../routing/measurements.ts';
import { type CostRoute, type Route, stepsOf } from '../routing/route.ts';
import { bootstrapRatio, type RatioInterval } from '../stats/bootstrapRatio.ts';
import { compareOutcomes, type OutcomePair, type PairedComparison } from '../stats/compareOutcomes.ts';
import { counted } from '../text/formatCount.ts';
import type { Candidate } from './candidates.ts';
import { type LearningOptions, learnMeasurements } from './learnMeasurements.ts';
import { paretoFront } from './pareto.ts';
import type { ReplayRow } from './replayRows.ts';
import { mergeParts, type SimulatedTarget, simulateTarget } from './simulateRoute.ts';

export interface Constraints {
  /** The share (0 to 1) of the best model's pass rate that has to be kept. */
  readonly keep: number;
  /** The most milliseconds of the p95. */
  readonly maxP95?: number;
}

/** A route that was looked at, or a model by itself. A route learnt from other rows than those it is judged on. */
interface Found {
  /** Undefined for a model by itself. */
  readonly candidate?: Candidate;
  readonly result: SimulatedTarget;
}

/** A route or model that is worth it, against the best single model, row by row. */
export interface Proposal extends Found {
  /** The comparison; left is the route, right the best model. */
  readonly comparison: PairedComparison;
  /** The share of the best model's cost that it saves; undefined where costs are not known. */
  readonly saving: RatioInterval | undefined;
  /** Measurements from all rows, by which the route would decide. */
  readonly measured?: Measurements;
}

export interface Proposals {
  /** The single model with the highest pass rate; of several the cheapest. */
  readonly frontier: SimulatedTarget;
  /** The routes that keep the constraints, cheapest first. */
  readonly proposals: readonly Proposal[];
  /** The result to expect of a proposal: the whole search is done on four fifths of the rows, and its choice is judged on the rest. */
  readonly expected: { readonly quality: number; readonly costPer1000: number | undefined } | undefined;
  /** The reason why the rows prove little; undefined when they are enough. */
  readonly tooThin: string | undefined;
}

export const folds = 5;
const mostProposals = 3;
/** The share of the cost below which no route is worth its trouble. */
const leastSaving = 0.01;
/** The number of rows below which nothing is proposed as proven. */
const leastRows = 30;

/** The settings of a search for routes. */
export interface Search extends LearningOptions {
  readonly models: readonly string[];
  readonly candidates: readonly Candidate[];
  readonly constraints: Constraints;
  /** Lets other work go on between two simulations. */
  pause?(): Promise<void>;
}

/** Looks for models and routes that keep the quality of the best model at a lower cost. Pure; its time is that of rows times candidates. */
export async function proposeRoutes(rows: readonly ReplayRow[], search: Search): Promise<Proposals> {
  const { frontier, found } = await searchIn(rows, search);
  const proposals = found.slice(0, mostProposals).map((one) => withEvidence(one, rows, { search, frontier }));
  return {
    frontier,
    proposals,
    expected: proposals.length === 0 ? undefined : await expectedOf(rows, search),
    tooThin: thinness(rows, proposals),
  };
}

/** The routes and models that keep the constraints, cost less than the best model, and are beaten by nothing else; cheapest first. */
async function searchIn(rows: readonly ReplayRow[], search: Search) {
  const singles = search.models.map((model) => simulateTarget(model, rows, search));
  const frontier = frontierOf(singles);
  const all: Found[] = singles.map((result) => ({ result }));
  for (const candidate of search.candidates) {
    all.push({ candidate, result: judged(candidate.route, rows, search) });
    await search.pause?.();
  }
  // What breaks a constraint is no rival of what keeps them all.
  const kept = withoutRepetitions(all.filter(({ result }) => keeps(result, frontier, search.constraints)));
  const front = new Set(paretoFront(kept.map(({ result }) => result)));
  const found = kept
    .filter(({ result }) => front.has(result) && costOf(result) < costOf(frontier) * (1 - leastSaving))
    .sort((left, right) => costOf(left.result) - costOf(right.result));
  return { frontier, found };
}

/** Keeps one of several that do exactly the same, the simplest: a model by itself, then the route with the fewest steps. */
function withoutRepetitions(all: readonly Found[]): readonly Found[] {
  const simplestFirst = [...all].sort((left, right) => stepCount(left) - stepCount(right));
  return simplestFirst.filter(
    (one, index) => !simplestFirst.slice(0, index).some((simpler) => isAlike(simpler.result, one.result)),
  );
}

function stepCount({ candidate }: Found): number {
  return candidate ? stepsOf(candidate.route).length : 1;
}

function isAlike(one: SimulatedTarget, other: SimulatedTarget): boolean {
  const distance = Math.abs(costOf(one) - costOf(other));
  return one.quality === other.quality && distance <= costOf(one) * leastSaving;
}

/** The model with the highest quality; of several the cheapest. Throws without any. */
export function frontierOf(singles: readonly SimulatedTarget[]): SimulatedTarget {
  const [best] = [...singles].sort((left, right) => right.quality - left.quality || costOf(left) - costOf(right));
  if (!best) throw new Error('at least one model was run');
  return best;
}

/** USD for 1,000 requests; infinite when it is not known. */
export function costOf({ costPer1000 }: Pick<SimulatedTarget, 'costPer1000'>): number {
  return costPer1000 ?? Number.POSITIVE_INFINITY;
}

function keeps(result: SimulatedTarget, frontier: SimulatedTarget, { keep, maxP95 }: Constraints): boolean {
  return result.quality >= keep * frontier.quality && (maxP95 === undefined || result.p95 <= maxP95);
}

function judged(route: Route, rows: readonly ReplayRow[], search: Search): SimulatedTarget {
  return route.kind === 'cost' ? crossValidated(route, rows, search) : simulateWith(route, rows, search);
}

function withEvidence(
  found: Found,
  rows: readonly ReplayRow[],
  { search, frontier }: { readonly search: Search; readonly frontier: SimulatedTarget },
): Proposal {
  return {
    ...found,
    ...compareWith(frontier, found.result),
    ...learntFrom(rows, found.candidate?.route, search),
  };
}

function learntFrom(
  rows: readonly ReplayRow[],
  route: Route | undefined,
  search: Search,
): { readonly measured?: Measurements } {
  return route?.kind === 'cost' ? { measured: learnMeasurements(route, rows, search) } : {};
}

/** Compares a result with the best model, row by row, over the rows that are known for both. */
export function compareWith(
  frontier: SimulatedTarget,
  result: SimulatedTarget,
): Pick<Proposal, 'comparison' | 'saving'> {
  const pairs = result.outcomes.flatMap((left, index): OutcomePair[] => {
    const right = frontier.outcomes[index];
    return left === undefined || right === undefined ? [] : [{ left, right }];
  });
  const isPriced = result.costPer1000 !== undefined && !result.costAtLeast && !frontier.costAtLeast;
  return {
    comparison: compareOutcomes(pairs),
    saving: isPriced ? bootstrapRatio(result.costs, frontier.costs) : undefined,
  };
}

/** The results of a route that learns: each fifth of the rows is judged by what the other four have taught. */
export function crossValidated(route: CostRoute, rows: readonly ReplayRow[], search: Search): SimulatedTarget {
  const parts = Array.from({ length: folds }, (_, fold) => {
    const own = rows.filter((_row, index) => index % folds === fold);
    const measured = learnMeasurements(route, othersOf(rows, fold), search);
    return simulateWith(route, own, search, measured);
  });
  return merged(routeId(route.name), rows.length, parts);
}

/** The rows outside of one fold of a cross-validation. */
export function othersOf(rows: readonly ReplayRow[], fold: number): readonly ReplayRow[] {
  return rows.filter((_row, index) => index % folds !== fold);
}

/** Simulates a route that no file has yet, with its own measurements where they are given. */
export function simulateWith(
  route: Route,
  rows: readonly ReplayRow[],
  search: Search,
  measured?: Measurements,
): SimulatedTarget {
  const routes = new Map([...search.book.routes, [route.name, route]]);
  const book = { ...search.book, routes, ...(measured ? { measured: () => measured } : {}) };
  return simulateTarget(routeId(route.name), rows, { ...search, book });
}

/** The parts of a cross-validation as one result; row `i` stands in part `i % folds`. */
export function merged(target: string, rows: number, parts: readonly SimulatedTarget[]): SimulatedTarget {
  const at = <Value>(pick: (part: SimulatedTarget) => readonly Value[], index: number): Value | undefined => {
    const part = parts[index % folds];
    return part && pick(part)[Math.floor(index / folds)];
  };
  const indexes = Array.from({ length: rows }, (_, index) => index);
  return mergeParts(target, parts, {
    outcomes: indexes.map((index) => at((part) => part.outcomes, index)),
    served: indexes.map((index) => at((part) => part.served, index)),
    costs: indexes.map((index) => at((part) => part.costs, index) ?? 0),
    times: parts.flatMap(({ times }) => times),
  });
}

/** Searches on four fifths, and judges the choice on the rest. Where nothing is found, the best model of these rows serves. */
async function expectedOf(rows: readonly ReplayRow[], search: Search): Promise<Proposals['expected']> {
  const parts: SimulatedTarget[] = [];
  for (let fold = 0; fold < folds; fold++) {
    const own = rows.filter((_row, index) => index % folds === fold);
    const others = othersOf(rows, fold);
    const { found, frontier } = await searchIn(others, search);
    const { candidate, result } = found[0] ?? { result: frontier };
    const { measured } = learntFrom(others, candidate?.route, search);
    parts.push(
      candidate ? simulateWith(candidate.route, own, search, measured) : simulateTarget(result.target, own, search),
    );
  }
  const graded = parts.reduce((sum, part) => sum + part.graded, 0);
  const cost = parts.reduce((sum, part) => sum + costOf(part) * part.requests, 0) / rows.length;
  return {
    quality: graded === 0 ? 0 : parts.reduce((sum, part) => sum + part.passed, 0) / graded,
    costPer1000: Number.isFinite(cost) ? cost : undefined,
  };
}

function thinness(rows: readonly ReplayRow[], [best]: readonly Proposal[]): string | undefined {
  if (rows.length < leastRows)
    return `${counted(rows.length, 'row')} prove little: at least ${leastRows} are needed before a route is proposed as proven.`;
  const { low, difference } = best?.comparison ?? {};
  if (low === undefined || difference === undefined || low >= -largestLoss) return undefined;
  const points = (share: number) => (Math.abs(share) * 100).toFixed(1);
  return `With ${counted(rows.length, 'row')} the best proposal may still be up to ${points(low)} points worse than the best model; four times as many rows would halve that.`;
}

/** The loss of quality, as a share of the rows, that has to be excluded. */
const largestLoss = 0.05;
