import type { Requirement } from '../dataset/requirement.ts';
import { defined } from '../jsonRead.ts';
import { classOf } from '../routing/followCost.ts';
import type { Learner } from '../routing/learner.ts';
import { figureName } from '../routing/measuredFigures.ts';
import type { ClassFigures, FloorFigure, FloorFigures, Measurements } from '../routing/measurements.ts';
import { type CostRoute, type RequestClass, requestClasses } from '../routing/route.ts';
import type { CellState } from '../run/cellState.ts';
import { learnDifficulty } from './learnDifficulty.ts';
import { learnTable } from './learnTable.ts';
import type { ReplayRow } from './replayRows.ts';
import { type SimulatedTarget, type SimulationOptions, simulateTarget } from './simulateRoute.ts';
import type { Outcomes } from './tellingWords.ts';

export interface LearningOptions extends SimulationOptions {
  /** ISO date, and the suites that the rows come from. */
  readonly date: string;
  readonly suites: readonly string[];
  /** Works out the figure that a floor is of, from these answers. A route with such a floor learns nothing without. */
  readonly figureOf?: FigureOf | undefined;
}

/** A figure of some answers: a share, and the number of cases that it is of; undefined where they have no such figure. */
export type FigureOf = (
  figure: Requirement,
  answers: readonly CellState[],
) => { readonly value: number; readonly of: number } | undefined;

/**
 * The knowledge of a cost route from these rows: how often each of its targets passes in each class of requests, and at what cost. With
 * `classify: table` or `logistic` also the requests that are simple, by the results of the cheapest target. Where a model tells them apart,
 * its answer about a request is the class, and standard where it was not asked.
 */
export function learnMeasurements(
  route: Learner,
  rows: readonly ReplayRow[],
  { book, checks, random, date, suites, figureOf }: LearningOptions,
): Measurements {
  // Each row counts once, as it was: trouble that a simulation adds says nothing about the targets.
  const results = route.steps
    .map(({ target }) => simulateTarget(target, rows, { book, checks, random }))
    .sort(
      (left, right) => (left.costPer1000 ?? Number.POSITIVE_INFINITY) - (right.costPer1000 ?? Number.POSITIVE_INFINITY),
    );
  const outcomes = results.map((result) => result.outcomes);
  const { classify } = route;
  const learnt = learnClasses(rows, outcomes, route);
  const classes = rows.map((row) => classOfRow(classify, row, learnt));
  const figures = (name: RequestClass) =>
    new Map(results.map((result) => [result.target, figuresOf(result, classes, name)] as const));
  return {
    classes: { simple: figures('simple'), standard: figures('standard'), hard: figures('hard') },
    ...learnt,
    ...(route.figure && figureOf ? { figure: floorFigures(route.figure, results, { classes, figureOf }) } : {}),
    date,
    suites,
  };
}

/** The figure of a floor for each target, in each class of requests and in all. */
function floorFigures(
  figure: Requirement,
  results: readonly SimulatedTarget[],
  { classes, figureOf }: { readonly classes: readonly RequestClass[]; readonly figureOf: FigureOf },
): FloorFigures {
  const values = results.flatMap(({ target, served }) =>
    [undefined, ...requestClasses].flatMap((name): readonly FloorFigure[] => {
      const own = served.filter((_answer, index) => name === undefined || classes[index] === name);
      const found = figureOf(
        figure,
        own.filter((answer) => answer !== undefined),
      );
      return found ? [{ target, ...defined({ class: name }), ...found }] : [];
    }),
  );
  return { name: figureName(figure), values };
}

/** The class that a cost route gives this row. */
export function classOfRow(
  classify: CostRoute['classify'],
  { request, told }: ReplayRow,
  learnt: Pick<Measurements, 'table' | 'words' | 'difficulty'>,
): RequestClass {
  return classify.by === 'model' ? (told(classify.model)?.class ?? 'standard') : classOf(request, classify, learnt);
}

function learnClasses(
  rows: readonly ReplayRow[],
  outcomes: readonly Outcomes[],
  { classify, floor }: Pick<CostRoute, 'floor' | 'classify'>,
): Pick<Measurements, 'table' | 'words' | 'difficulty'> {
  const nothing = { words: [], table: new Map<string, RequestClass>() };
  if (classify.by === 'logistic') return { ...nothing, difficulty: learnDifficulty(rows, outcomes, floor) };
  return classify.by === 'table' ? learnTable(rows, outcomes, floor) : nothing;
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
