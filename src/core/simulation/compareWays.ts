import { type Classifier, type CostRoute, usualRules } from '../routing/route.ts';
import { learnMeasurements } from './learnMeasurements.ts';
import {
  compareWith,
  costOf,
  crossValidated,
  folds,
  frontierOf,
  merged,
  othersOf,
  type Proposal,
  type Search,
  simulateWith,
} from './proposeRoutes.ts';
import type { ReplayRow } from './replayRows.ts';
import { type SimulatedTarget, simulateTarget } from './simulateRoute.ts';

/** One way of telling requests apart, judged on rows that it never saw. */
export interface ComparedWay extends Pick<Proposal, 'comparison' | 'saving'> {
  readonly classify: Classifier;
  readonly result: SimulatedTarget;
}

/**
 * Compares rules, a learnt table, a logistic model and every classifier that was asked, over the same models and against the best of these
 * by itself. Each chooses its floor, and learns, on four fifths of the rows, to save most at the quality that has to be kept; the last
 * fifth judges.
 */
export async function compareWays(
  rows: readonly ReplayRow[],
  search: Search,
  { floors, classifiers }: { readonly floors: readonly number[]; readonly classifiers: readonly string[] },
): Promise<readonly ComparedWay[]> {
  const frontier = frontierOf(search.models.map((model) => simulateTarget(model, rows, search)));
  const ways: readonly Classifier[] = [
    usualRules,
    { by: 'table' },
    { by: 'logistic' },
    ...classifiers.map((model) => ({ by: 'model' as const, model })),
  ];
  const compared: ComparedWay[] = [];
  for (const classify of ways) {
    const parts = Array.from({ length: folds }, (_, fold) => judgedPart(rows, fold, { search, classify, floors }));
    const result = merged(frontier.target, rows.length, parts);
    compared.push({ classify, result, ...compareWith(frontier, result) });
    await search.pause?.();
  }
  return compared;
}

interface Way {
  readonly search: Search;
  readonly classify: Classifier;
  readonly floors: readonly number[];
}

function judgedPart(rows: readonly ReplayRow[], fold: number, way: Way): SimulatedTarget {
  const { search } = way;
  const own = rows.filter((_row, index) => index % folds === fold);
  const others = othersOf(rows, fold);
  const frontier = frontierOf(search.models.map((model) => simulateTarget(model, others, search)));
  const route = bestFloor(others, way, frontier);
  if (!route) return simulateTarget(frontier.target, own, search);
  return simulateWith(route, own, search, learnMeasurements(route, others, search));
}

/** The floor that is cheapest and keeps the quality; undefined where none does. */
function bestFloor(
  rows: readonly ReplayRow[],
  { search, classify, floors }: Way,
  frontier: SimulatedTarget,
): CostRoute | undefined {
  const tried = floors.map((floor) => {
    const route = routeWith(search.models, classify, floor);
    return { route, result: crossValidated(route, rows, search) };
  });
  const kept = tried.filter(({ result }) => result.quality >= search.constraints.keep * frontier.quality);
  return kept.sort((left, right) => costOf(left.result) - costOf(right.result))[0]?.route;
}

function routeWith(models: readonly string[], classify: Classifier, floor: number): CostRoute {
  return { kind: 'cost', name: 'way', steps: models.map((target) => ({ target, retries: 0 })), floor, classify };
}
