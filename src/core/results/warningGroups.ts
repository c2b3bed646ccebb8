import type { ModelWarning } from '../messages.ts';
import type { CellState } from '../run/cellState.ts';
import { counted, formatCount } from '../text/formatCount.ts';

/** A setting that was not sent as it was asked for, once for all answers of a target. */
export interface WarningGroup extends ModelWarning {
  /** The number of answers that it concerns; `of` is the number of all that were asked for. */
  readonly cells: number;
  readonly of: number;
}

/** The warnings of a target's cells, those that concern most of them first. */
export function warningGroups(cells: readonly Pick<CellState, 'warnings'>[]): readonly WarningGroup[] {
  const counts = new Map<string, { readonly warning: ModelWarning; count: number }>();
  for (const { warnings } of cells) {
    if (warnings.length === 0) continue;
    // A cell that was asked again may have the same warning twice.
    const told = new Map(warnings.map((warning) => [`${warning.field} ${warning.message}`, warning]));
    for (const [key, warning] of told) {
      const known = counts.get(key);
      if (known) known.count++;
      else counts.set(key, { warning, count: 1 });
    }
  }
  return [...counts.values()]
    .sort((left, right) => right.count - left.count)
    .map(({ warning, count }) => ({ ...warning, cells: count, of: cells.length }));
}

/** The warning as text, such as `gpt-5-mini takes no temperature. (3 of 3 answers)`. */
export function warningText({ message, cells, of }: WarningGroup): string {
  return `${message} (${formatCount(cells)} of ${counted(of, 'answer')})`;
}
