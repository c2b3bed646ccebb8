import type { GatedCase } from './gateResult.ts';
import { notRunReason } from './versionResult.ts';

/** The rows of one target that have no comparison, and the reason that most of them give. */
export interface NotRun {
  readonly target: string;
  readonly rows: number;
  readonly reason: string;
}

/**
 * Groups the rows without a comparison by target. A row that had no turn says less than the error that stopped the others before it, so its
 * reason is given only where there is no other.
 */
export function whyNotRun(rows: readonly GatedCase[]): readonly NotRun[] {
  const left = rows.filter(({ change }) => change === 'not-run');
  return [...Map.groupBy(left, ({ target }) => target)].map(([target, own]) => {
    const reasons = Map.groupBy(own.map(reasonOf), (reason) => reason);
    const told = [...reasons].filter(([reason]) => reason !== notRunReason);
    const [most] = told.toSorted(([, some], [, others]) => others.length - some.length);
    return { target, rows: own.length, reason: most?.[0] ?? notRunReason };
  });
}

function reasonOf({ head, base, note }: GatedCase): string {
  const said = [note, ...[head, base].map((side) => (side?.graded === 0 ? side.reason : ''))].filter(Boolean);
  return said.find((reason) => reason !== notRunReason) ?? notRunReason;
}
