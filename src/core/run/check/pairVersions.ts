import type { Suite } from '../../dataset/suite.ts';
import type { PlannedCell } from '../events.ts';
import type { SuitePlan } from '../planSuite.ts';

/** One case on one target in two versions: the cells of all its repeats. */
export interface VersionPair {
  readonly caseId: string;
  readonly target: string;
  readonly head: readonly PlannedCell[];
  /** Empty for a case or target that the version before did not have. */
  readonly base: readonly PlannedCell[];
}

/** What two versions of a suite have to do with each other. */
export interface PairedVersions {
  /** In the order of the newer version; only where something that decides its result is different. */
  readonly affected: readonly VersionPair[];
  /** Cases x targets that ask and check the very same in both versions. */
  readonly unchanged: number;
  /** Cases x targets that the newer version does not have any more. */
  readonly removed: number;
}

interface PlannedVersion {
  readonly suite: Suite;
  readonly planned: SuitePlan;
}

/**
 * Finds what a change affects, by content: a case on a target is affected when it is new, or when what is asked differs. Its checks
 * are part of its id, so that a case with other checks is a new one.
 */
export function pairVersions(head: PlannedVersion, base: PlannedVersion | undefined): PairedVersions {
  const before = base ? byCaseAndTarget(base.planned) : new Map<string, VersionCells>();
  const isGradedAlike = base !== undefined && gradingOf(head.suite) === gradingOf(base.suite);
  const affected: VersionPair[] = [];
  let unchanged = 0;
  let common = 0;
  for (const [key, { caseId, target, cells }] of byCaseAndTarget(head.planned)) {
    const other = before.get(key)?.cells ?? [];
    if (other.length > 0) common++;
    if (isGradedAlike && asksTheSame(cells, other)) unchanged++;
    else affected.push({ caseId, target, head: cells, base: other });
  }
  return { affected, unchanged, removed: before.size - common };
}

interface VersionCells {
  readonly caseId: string;
  readonly target: string;
  readonly cells: PlannedCell[];
}

function byCaseAndTarget({ plan }: SuitePlan): Map<string, VersionCells> {
  const found = new Map<string, VersionCells>();
  for (const cell of plan.cells) {
    const key = JSON.stringify([cell.caseId, cell.target]);
    const known = found.get(key) ?? { caseId: cell.caseId, target: cell.target, cells: [] };
    known.cells.push(cell);
    found.set(key, known);
  }
  return found;
}

function asksTheSame(left: readonly PlannedCell[], right: readonly PlannedCell[]): boolean {
  return left.length === right.length && left.every(({ id }, index) => id === right[index]?.id);
}

/** What decides verdicts beside the cases themselves. */
function gradingOf({ judge, targets }: Suite): string {
  return JSON.stringify([judge ?? null, targets.map(({ id, transform }) => [id, transform ?? null])]);
}
