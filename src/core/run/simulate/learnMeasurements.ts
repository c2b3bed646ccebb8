import { classOf } from '../../routing/followCost.ts';
import type { ClassFigures, Measurements } from '../../routing/measurements.ts';
import type { CostRoute, RequestClass } from '../../routing/route.ts';
import { featuresOf, wordsOf } from '../../routing/routeRequest.ts';
import type { ReplayRow } from './replayRows.ts';
import { type SimulationOptions, simulateTarget } from './simulateRoute.ts';

export interface LearningOptions extends SimulationOptions {
  /** ISO date, and the suites that the rows come from. */
  readonly date: string;
  readonly suites: readonly string[];
}

/** A word that fewer rows hold may be chance; one that most hold tells nothing. */
const leastRows = 4;
const mostShare = 0.6;
const mostWords = 8;
/** Chi-square with one degree of freedom, p = 0.01. */
const tellingChiSquare = 6.63;

/**
 * What a cost route can know from these rows: how often each of its targets passes in each class of requests, and at what cost; with
 * `classify: table` also which requests are simple, by what the cheapest target could do. `model` classifiers cannot be replayed: with
 * them every request counts as standard.
 */
export function learnMeasurements(
  route: Pick<CostRoute, 'steps' | 'floor' | 'classify'>,
  rows: readonly ReplayRow[],
  { book, checks, random, date, suites }: LearningOptions,
): Measurements {
  // From each row once, as it was: trouble that a simulation puts in says nothing of the targets.
  const results = route.steps
    .map(({ target }) => simulateTarget(target, rows, { book, checks, random }))
    .sort(
      (left, right) => (left.costPer1000 ?? Number.POSITIVE_INFINITY) - (right.costPer1000 ?? Number.POSITIVE_INFINITY),
    );
  const outcomes = results.map((result) => result.outcomes);
  const { words, table } =
    route.classify.by === 'table' ? learnTable(rows, outcomes, route.floor) : { words: [], table: new Map() };
  const { classify } = route;
  const classes = rows.map(({ request }) =>
    classify.by === 'model' ? 'standard' : classOf(request, classify, { table, words }),
  );
  const figures = (name: RequestClass) =>
    new Map(results.map((result) => [result.target, figuresOf(result, classes, name)] as const));
  return {
    classes: { simple: figures('simple'), standard: figures('standard'), hard: figures('hard') },
    table,
    words,
    date,
    suites,
  };
}

function figuresOf(
  { outcomes, costs, costPer1000 }: ReturnType<typeof simulateTarget>,
  classes: readonly RequestClass[],
  name: RequestClass,
): ClassFigures {
  const own = [...classes.keys()].filter((index) => classes[index] === name);
  const graded = own.filter((index) => outcomes[index] !== undefined);
  const cost = own.reduce((sum, index) => sum + (costs[index] ?? 0), 0) / Math.max(1, own.length);
  return {
    passed: graded.filter((index) => outcomes[index]).length,
    graded: graded.length,
    ...(costPer1000 === undefined || own.length === 0 ? {} : { cost }),
  };
}

type Outcomes = readonly (boolean | undefined)[];

/** Simple is what the cheapest target does well enough, standard what the next one does, hard the rest. */
function learnTable(
  rows: readonly ReplayRow[],
  [cheapest = [], next = []]: readonly Outcomes[],
  floor: number,
): Pick<Measurements, 'table' | 'words'> {
  const words = tellingWords(rows, cheapest);
  const groups = Map.groupBy(rows.keys(), (index) => featuresOf(requestOf(rows, index), words));
  const table = new Map<string, RequestClass>();
  for (const [features, members] of groups) {
    const isGood = (outcomes: Outcomes) => passRate(members, outcomes) >= floor;
    table.set(features, isGood(cheapest) ? 'simple' : isGood(next) ? 'standard' : 'hard');
  }
  return { words, table };
}

function requestOf(rows: readonly ReplayRow[], index: number): ReplayRow['request'] {
  const row = rows[index];
  if (!row) throw new Error('a place in the rows');
  return row.request;
}

function passRate(members: readonly number[], outcomes: Outcomes): number {
  const graded = members.filter((index) => outcomes[index] !== undefined);
  return graded.length === 0 ? 0 : graded.filter((index) => outcomes[index]).length / graded.length;
}

/** Words with which the cheapest target fails more often than without, beyond chance; the most telling first. */
function tellingWords(rows: readonly ReplayRow[], outcomes: Outcomes): readonly string[] {
  const graded = [...rows.keys()].filter((index) => outcomes[index] !== undefined);
  const counts = new Map<string, { rows: number; failed: number }>();
  for (const index of graded)
    for (const word of wordsOf(requestOf(rows, index))) {
      const count = counts.get(word) ?? { rows: 0, failed: 0 };
      counts.set(word, count);
      count.rows++;
      if (!outcomes[index]) count.failed++;
    }
  const failed = graded.filter((index) => !outcomes[index]).length;
  const total = { rows: graded.length, failed };
  return [...counts]
    .filter(([, count]) => count.rows >= leastRows && count.rows <= mostShare * graded.length)
    .map(([word, count]) => ({ word, chiSquare: chiSquareOf(count, total) }))
    .filter(({ chiSquare }) => chiSquare >= tellingChiSquare)
    .sort((left, right) => right.chiSquare - left.chiSquare || (left.word < right.word ? -1 : 1))
    .slice(0, mostWords)
    .map(({ word }) => word);
}

interface Count {
  readonly rows: number;
  readonly failed: number;
}

/** Of the 2 x 2 table word by failure; 0 where the word goes with fewer failures. */
function chiSquareOf(word: Count, total: Count): number {
  const [a, b] = [word.failed, word.rows - word.failed];
  const [c, d] = [total.failed - a, total.rows - word.rows - (total.failed - a)];
  const product = (a + b) * (c + d) * (a + c) * (b + d);
  const excess = a * d - b * c;
  return product === 0 || excess <= 0 ? 0 : (total.rows * excess * excess) / product;
}
