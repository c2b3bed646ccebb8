import { type Change, changeOf } from '../../../core/gate/change.ts';
import type { Matrix, MatrixCell, MatrixRow, MatrixTarget } from '../../../core/results/matrix/matrix.ts';
import { adjustComparisons, compareOutcomes, type PairedComparison } from '../../../core/stats/compareOutcomes.ts';

/** Places of a target's two columns: the newer version and the older one. */
export interface VersionColumns {
  readonly head: number;
  readonly base: number;
}

/** The effect of a prompt's change on one target. */
export interface VersionFigures {
  readonly target: string;
  /** The name of the older version. */
  readonly version: string;
  readonly worse: number;
  readonly better: number;
  readonly comparison: PairedComparison;
}

/** The pairs of columns; empty for a run of one version. */
export function versionColumns(targets: readonly MatrixTarget[]): readonly VersionColumns[] {
  return targets.flatMap(({ olderId }, head) => {
    const base = olderId === undefined ? -1 : targets.findIndex(({ id }) => id === olderId);
    return base < 0 ? [] : [{ head, base }];
  });
}

/** The change of one case on one target; undefined while either answer is on its way. */
export function changeIn({ cells }: Pick<MatrixRow, 'cells'>, { head, base }: VersionColumns): Change | undefined {
  const [after, before] = [cells[head], cells[base]];
  if (!after || !before || isOpen(after) || isOpen(before)) return undefined;
  return changeOf(tallyOf(after), tallyOf(before), false);
}

/** Nothing during the run, which is not judged before its end. */
export function versionFigures({ run, targets, rows }: Matrix): readonly VersionFigures[] {
  if (run.status === 'running') return [];
  const columns = versionColumns(targets);
  const comparisons = adjustComparisons(
    columns.map((pair) => compareOutcomes(rows.flatMap((row) => pairOf(row, pair)))),
  );
  return columns.flatMap((pair, index) => {
    const [target, comparison] = [targets[pair.head], comparisons[index]];
    if (!target || !comparison) return [];
    const found = rows.map((row) => changeIn(row, pair));
    return [
      {
        target: target.id,
        version: targets[pair.base]?.version ?? '',
        worse: found.filter((change) => change === 'regressed').length,
        better: found.filter((change) => change === 'fixed').length,
        comparison,
      },
    ];
  });
}

function pairOf({ cells }: MatrixRow, { head, base }: VersionColumns): { left: boolean; right: boolean }[] {
  const [after, before] = [cells[head], cells[base]].map((cell) => cell && tallyOf(cell));
  if (!after || !before || after.graded === 0 || before.graded === 0) return [];
  return [{ left: after.passed * 2 > after.graded, right: before.passed * 2 > before.graded }];
}

function isOpen({ outcome }: MatrixCell): boolean {
  return outcome === 'queued' || outcome === 'running';
}

/** The counts follow the rule of the gate: a refused or cut off answer does not do. */
function tallyOf({ repeats, outcome }: MatrixCell): { readonly passed: number; readonly graded: number } {
  if (repeats) return repeats;
  const isDecided = outcome === 'pass' || outcome === 'fail' || outcome === 'refused' || outcome === 'truncated';
  return { passed: outcome === 'pass' ? 1 : 0, graded: isDecided ? 1 : 0 };
}
