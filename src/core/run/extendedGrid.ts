import { withIdentity } from './cellIdentity.ts';
import type { PlannedCell, RunExtended, Target } from './events.ts';

interface Grid<Cell> {
  readonly targets: readonly Target[];
  readonly plan: readonly PlannedCell[];
  readonly cells: Readonly<Record<string, Cell>>;
}

/** The grid with more columns and cells behind those that it has; a cell that is there already keeps its state. */
export function extendedGrid<Cell>(
  grid: Grid<Cell>,
  event: RunExtended,
  queued: (cell: PlannedCell) => Cell,
): Grid<Cell> {
  const { targets, cells } = withIdentity(event);
  const added = cells.filter(({ id }) => grid.cells[id] === undefined);
  return {
    targets: [...grid.targets, ...targets],
    plan: [...grid.plan, ...added],
    cells: { ...grid.cells, ...Object.fromEntries(added.map((cell) => [cell.id, queued(cell)])) },
  };
}
