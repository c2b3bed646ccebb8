import type { Matrix, MatrixCell } from '../../../core/results/matrix/matrix.ts';
import {
  type CaseTally,
  comparisonsWithBest,
  type ModelComparison,
  modelComparisons,
} from '../../../core/results/modelComparisons.ts';
import { isSignificant } from '../../../core/stats/compareOutcomes.ts';

/**
 * Compares the best target with each other one, over all cases whatever the filter. The list is empty during the run, which is not judged
 * before its end.
 */
export function matrixComparisons({ run, targets, rows }: Matrix): readonly ModelComparison[] {
  if (run.status === 'running') return [];
  const tallies = rows.map(({ cells }) => cells.map(tallyOf));
  return comparisonsWithBest(
    modelComparisons(
      targets.map(({ id }) => id),
      tallies,
    ),
  );
}

/** A short text under the total of the target that is compared, such as `4.2 points below the best · inside the noise`. */
export function shortComparison(comparison: ModelComparison): string {
  const { difference = 0 } = comparison;
  if (difference === 0) return 'no difference from the best';
  const points = `${(Math.abs(difference) * 100).toFixed(1)} points`;
  const judged = isSignificant(comparison) ? 'more than noise' : 'inside the noise';
  return `${points} ${difference > 0 ? 'below' : 'above'} the best · ${judged}`;
}

function tallyOf(cell: MatrixCell | null): CaseTally | undefined {
  if (!cell) return undefined;
  if (cell.repeats) return cell.repeats;
  return {
    passed: cell.outcome === 'pass' ? 1 : 0,
    graded: cell.outcome === 'pass' || cell.outcome === 'fail' ? 1 : 0,
  };
}
