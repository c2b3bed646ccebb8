import type { Matrix } from '../../../core/results/matrix/matrix.ts';
import type { ModelComparison } from '../../../core/results/modelComparisons.ts';
import { metadataChoices, type OutcomeFilter, outcomeCounts } from './gridItems.ts';
import { matrixComparisons } from './matrixComparisons.ts';
import { type VersionFigures, versionFigures } from './versions.ts';

/** Facts about all rows together, which the views show. They are worked out once for a matrix, not for every frame. */
export interface MatrixFacts {
  readonly counts: Readonly<Record<OutcomeFilter, number>>;
  readonly choices: ReturnType<typeof metadataChoices>;
  /** How many cells have ended, and how many there are. */
  readonly ended: number;
  readonly cells: number;
  /** How many cells ended without passing. */
  readonly failures: number;
  /** How many cells have another result than in the run before. */
  readonly changed: number;
  /** How many cells never had their turn. */
  readonly leftOver: number;
  /** The effect of the prompt's change, by target; empty for a run of one version. */
  readonly versions: readonly VersionFigures[];
  /** The best target compared with each other one; empty where versions are compared. */
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
