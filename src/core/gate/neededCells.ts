import { comparedRows } from '../plan/comparedRows.ts';
import type { SuitePlan } from '../plan/planSuite.ts';
import type { PlannedCell } from '../run/events.ts';

/**
 * Finds all cells that the results of some cells depend on: those whose answers their prompts are made of, and the rivals that a check
 * compares them with. Both are ids of the plan's cells.
 */
export class NeededCells {
  readonly #cells: ReadonlyMap<string, PlannedCell>;
  readonly #rows: ReturnType<typeof comparedRows>;

  constructor(planned: SuitePlan) {
    this.#cells = new Map(planned.plan.cells.map((cell) => [cell.id, cell]));
    this.#rows = comparedRows(planned);
  }

  of(wanted: readonly Pick<PlannedCell, 'id'>[]): ReadonlySet<string> {
    const needed = new Set<string>();
    const open = wanted.map(({ id }) => id);
    for (let id = open.pop(); id !== undefined; id = open.pop()) {
      if (needed.has(id)) continue;
      needed.add(id);
      open.push(...(this.#cells.get(id)?.after ?? []), ...(this.#rows.get(id)?.cells ?? []).map((rival) => rival.id));
    }
    return needed;
  }
}
