import { unslowed } from '../providers/lanes/unslowed.ts';
import { timeOf } from '../run/timeOf.ts';
import { type BootstrapMean, bootstrapMean } from '../stats/bootstrap.ts';
import type { EvalReport, EvalRow } from './evalReport.ts';
import { fewestCases, type ModelComparison } from './modelComparisons.ts';

/** `score` as graded, `cost` in USD and `time` in milliseconds, all per case. */
export type Figure = 'score' | 'cost' | 'time';

/** The mean of left minus right over the cases that have the figure on both sides, with its 95% bootstrap interval. */
export interface FigureComparison extends BootstrapMean {
  readonly figure: Figure;
  readonly left: string;
  readonly right: string;
  readonly cases: number;
}

const figureOf: Readonly<Record<'score' | 'cost', (row: EvalRow) => number | undefined>> = {
  score: ({ cell, outcome }) => (outcome === 'pass' || outcome === 'fail' ? cell.verdict?.score : undefined),
  cost: ({ cell }) => cell.cost?.amount,
};

/**
 * Gives the time of a row; undefined for an answer from the cache, which took no time of its own, and for one that waited behind others of
 * ours.
 */
function timesOf(rows: readonly EvalRow[]): (row: EvalRow) => number | undefined {
  const timed = rows.filter(({ cell }) => !cell.cached);
  const { limit } = unslowed(timed.flatMap(({ cell }) => timeOf(cell)));
  return ({ cell }) => (cell.cached || (cell.timing?.atOnce ?? 0) > limit ? undefined : cell.timing?.totalMs);
}

type Means = ReadonlyMap<string, number>;

/**
 * The score, cost and time of these pairs. A figure is left out when its difference is the same in every case, or when too few cases have
 * it.
 */
export function figureComparisons(
  { rows }: EvalReport,
  pairs: readonly Pick<ModelComparison, 'left' | 'right'>[],
): readonly FigureComparison[] {
  const byTarget = Map.groupBy(rows, ({ cell }) => cell.target);
  const means = (figure: Figure, target: string) => {
    const own = byTarget.get(target) ?? [];
    return meansByCase(own, figure === 'time' ? timesOf(own) : figureOf[figure]);
  };
  return pairs.flatMap(({ left, right }) =>
    (['score', 'cost', 'time'] as const).flatMap((figure) => {
      const differences = pairedDifferences(means(figure, left), means(figure, right));
      return compareFigure(figure, { left, right }, differences) ?? [];
    }),
  );
}

/** Compares one figure; undefined where all differences are the same, or too few cases have the figure on both sides. */
export function compareFigure(
  figure: Figure,
  names: Pick<FigureComparison, 'left' | 'right'>,
  differences: readonly number[],
): FigureComparison | undefined {
  const found = differences.length < fewestCases ? undefined : bootstrapMean(differences);
  return found && { figure, ...names, cases: differences.length, ...found };
}

/** The mean of each case's runs. */
function meansByCase(rows: readonly EvalRow[], figure: (row: EvalRow) => number | undefined): Means {
  const means = new Map<string, number>();
  for (const [caseId, runs] of Map.groupBy(rows, ({ cell }) => cell.caseId)) {
    const values = runs.map(figure).filter((value) => value !== undefined);
    if (values.length > 0) means.set(caseId, values.reduce((sum, value) => sum + value, 0) / values.length);
  }
  return means;
}

function pairedDifferences(left: Means, right: Means): readonly number[] {
  return [...left].flatMap(([caseId, value]) => {
    const other = right.get(caseId);
    return other === undefined ? [] : [value - other];
  });
}
