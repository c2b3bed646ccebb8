import { compareFigure, type Figure, type FigureComparison } from '../results/figureComparisons.ts';
import type { GatedCase, GatedSuite, GateResult } from './gateResult.ts';
import type { VersionResult } from './versionResult.ts';

/** The effect of a change on one figure of one target: the newer version is `left`, the older one `right`. */
export interface GateFigure {
  readonly suite: string;
  readonly target: string;
  readonly comparison: FigureComparison;
  /** True for a cost that the vendor did not report in every case. */
  readonly isEstimated: boolean;
}

const figureIn: Readonly<Record<Figure, (side: VersionResult) => number | null>> = {
  score: ({ graded, score }) => (graded > 0 ? score : null),
  cost: ({ price }) => price,
  time: ({ ms }) => ms,
};

/** Score, cost and time per case, with bootstrap intervals, where enough cases have the figure in both versions. */
export function gateFigures(
  { suite, rows }: GatedSuite,
  { head, base }: Pick<GateResult, 'head' | 'base'>,
): readonly GateFigure[] {
  return [...Map.groupBy(rows, ({ target }) => target)].flatMap(([target, own]) => {
    const isEstimated = own.some((row) => [row.head, row.base].some((side) => side !== null && !side.isPriceReported));
    return (['score', 'cost', 'time'] as const).flatMap((figure) => {
      const differences = own.flatMap((row) => differenceIn(row, figure));
      const comparison = compareFigure(figure, { left: head, right: base }, differences);
      return comparison ? [{ suite, target, comparison, isEstimated }] : [];
    });
  });
}

function differenceIn({ head, base }: GatedCase, figure: Figure): readonly number[] {
  const [after, before] = [head && figureIn[figure](head), base && figureIn[figure](base)];
  return after === null || before === null ? [] : [after - before];
}
