import { type Change, changeOf } from '../../../core/gate/change.ts';
import type { Matrix, MatrixCell, MatrixRow, MatrixTarget } from '../../../core/results/matrix/matrix.ts';
import { adjustComparisons, compareOutcomes, type PairedComparison } from '../../../core/stats/compareOutcomes.ts';

/** Places of a target's columns: as it is, and as it was. */
export interface VersionColumns {
  readonly head: number;
  readonly base: number;
}

/** What a change of the prompt did to one target. */
export interface VersionFigures {
  readonly target: string;
  /** What the older version is called. */
  readonly version: string;
  readonly worse: number;
  readonly better: number;
  readonly comparison: PairedComparison;
}

/** Empty for a run of one version. */
export function versionColumns(targets: readonly MatrixTarget[]): readonly VersionColumns[] {
  return targets.flatMap(({ olderId }, head) => {
    const base = olderId === undefined ? -1 : targets.findIndex(({ id }) => id === olderId);
    return base < 0 ? [] : [{ head, base }];
  });
}

/** How one case fares on one target after the change; undefined while either answer is on its way. */
export function changeIn({ cells }: Pick<MatrixRow, 'cells'>, { head, base }: VersionColumns): Change | undefined {
  const [after, before] = [cells[head], cells[base]];
  if (!after || !before || isOpen(after) || isOpen(before)) return undefined;
  return changeOf(tallyOf(after), tallyOf(before), false);
}

/** Nothing while the run goes on: a race is not judged before its end. */
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

/** As in the gate: a refused or cut off answer is one that does not do. */
function tallyOf({ repeats, outcome }: MatrixCell): { readonly passed: number; readonly graded: number } {
  if (repeats) return repeats;
  const isDecided = outcome === 'pass' || outcome === 'fail' || outcome === 'refused' || outcome === 'truncated';
  return { passed: outcome === 'pass' ? 1 : 0, graded: isDecided ? 1 : 0 };
}
