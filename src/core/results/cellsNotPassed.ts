import { isComparisonType } from '../grading/graders.ts';
import type { SuitePlan } from '../plan/planSuite.ts';
import type { CellState } from '../run/cellState.ts';
import type { PlannedCell } from '../run/events.ts';
import type { RunState } from '../run/state.ts';
import { outcomeOf, waitsForPerson } from './outcome.ts';

export interface CellsNotPassed {
  /** The cells that did not pass in the earlier run, as they are planned now. */
  readonly failed: readonly PlannedCell[];
  /**
   * These cells and those that they need, in the order of the plan: answers that their prompts are made of, or that they are compared with.
   */
  readonly needed: readonly PlannedCell[];
}

/**
 * The cells of a plan that did not pass in an earlier run of the suite; a cell that has changed since is known by its case, model and
 * repeat.
 */
export function cellsNotPassed(planned: Pick<SuitePlan, 'plan' | 'caseOf'>, earlier: RunState): CellsNotPassed {
  const { cells } = planned.plan;
  const byPlace = new Map(Object.values(earlier.cells).map((cell) => [placeOf(cell), cell]));
  const failed = cells.filter((cell) => {
    const known = earlier.cells[cell.id] ?? byPlace.get(placeOf(cell));
    return known !== undefined && hasNotPassed(known);
  });
  const needed = new Set<string>();
  const rows = comparedRows(planned);
  const byId = new Map(cells.map((cell) => [cell.id, cell]));
  const open = [...failed];
  for (let cell = open.pop(); cell; cell = open.pop()) {
    if (needed.has(cell.id)) continue;
    needed.add(cell.id);
    const sources = (cell.after ?? []).flatMap((id) => byId.get(id) ?? []);
    open.push(...sources, ...(rows.get(rowOf(cell, planned) ?? '') ?? []));
  }
  return { failed, needed: cells.filter(({ id }) => needed.has(id)) };
}

/** What no check looks at has not failed, and what waits for a person would only wait again. */
function hasNotPassed(cell: CellState): boolean {
  const outcome = outcomeOf(cell);
  return outcome !== 'pass' && outcome !== 'unchecked' && !waitsForPerson(cell);
}

function placeOf({ caseId, target, repeat }: Pick<PlannedCell, 'caseId' | 'target' | 'repeat'>): string {
  return JSON.stringify([caseId, target, repeat]);
}

/** The answers that are judged side by side, by cell. */
function comparedRows(planned: Pick<SuitePlan, 'plan' | 'caseOf'>): ReadonlyMap<string, readonly PlannedCell[]> {
  const rows = Map.groupBy(planned.plan.cells, (cell) => rowOf(cell, planned) ?? '');
  rows.delete('');
  return rows;
}

function rowOf({ id, repeat }: PlannedCell, { caseOf }: Pick<SuitePlan, 'caseOf'>): string | undefined {
  const testCase = caseOf.get(id);
  return testCase?.checks.some(({ type }) => isComparisonType(type)) ? `${testCase.id} ${repeat}` : undefined;
}
