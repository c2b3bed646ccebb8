import type { Matrix } from '../../../core/results/matrix/matrix.ts';
import type { ModelComparison } from '../../../core/results/modelComparisons.ts';
import { metadataChoices, type OutcomeFilter, outcomeCounts } from './gridItems.ts';
import { matrixComparisons } from './matrixComparisons.ts';
import { type VersionFigures, versionFigures } from './versions.ts';

/** What the views say of all rows together; worked out once for a matrix, not for every frame. */
export interface MatrixFacts {
  readonly counts: Readonly<Record<OutcomeFilter, number>>;
  readonly choices: ReturnType<typeof metadataChoices>;
  /** Cells that have come to an end, and all. */
  readonly ended: number;
  readonly cells: number;
  /** Cells that came to an end other than passing. */
  readonly failures: number;
  /** Cells that came to another result than in the run before. */
  readonly changed: number;
  /** Cells that did not have their turn. */
  readonly leftOver: number;
  /** What the change of the prompt did, by target; empty for a run of one version. */
  readonly versions: readonly VersionFigures[];
  /** The best target with each other; empty where versions are compared. */
  readonly comparisons: readonly ModelComparison[];
}

export function matrixFacts(matrix: Matrix): MatrixFacts {
  let [ended, cells, failures, changed, leftOver] = [0, 0, 0, 0, 0];
  for (const row of matrix.rows)
    for (const cell of row.cells) {
      if (!cell) continue;
      cells++;
      if (cell.isChanged) changed++;
      if (cell.outcome === 'queued' || cell.outcome === 'running') continue;
      ended++;
      if (cell.outcome === 'skipped') leftOver++;
      if (cell.outcome !== 'pass' && cell.outcome !== 'unchecked') failures++;
    }
  const versions = versionFigures(matrix);
  const comparisons = versions.length > 0 ? [] : matrixComparisons(matrix);
  const choices = metadataChoices(matrix);
  return { counts: outcomeCounts(matrix), choices, ended, cells, failures, changed, leftOver, versions, comparisons };
}
