import { againstHead } from '../dataset/readPreference.ts';
import type { Check, EvalCase } from '../dataset/suite.ts';
import { isComparisonType } from '../grading/graders.ts';
import type { ComparedRow } from '../run/cellGrading.ts';
import type { PlannedCell } from '../run/events.ts';
import type { SuitePlan } from './planSuite.ts';

/**
 * The answers that a check compares with each other, for each cell: all answers to one case in one repeat, whatever prompt and model they
 * come from, and those of the older version where a check compares with them. Cells without such a check are left out.
 */
export function comparedRows({
  plan,
  caseOf,
  baseOf = new Map(),
}: Pick<SuitePlan, 'plan' | 'caseOf' | 'baseOf'>): ReadonlyMap<string, ComparedRow> {
  const keys = new Map(plan.cells.flatMap((cell) => keyOf(cell, caseOf.get(cell.id))));
  const joined = new Map(
    [...baseOf].flatMap(([head, base]) => {
      const [key, older] = [keys.get(head), keys.get(base)];
      return key === undefined || older === undefined ? [] : [[older, key] as const];
    }),
  );
  const rows = Map.groupBy(
    plan.cells.filter(({ id }) => keys.has(id)),
    ({ id }) => joined.get(keys.get(id) ?? '') ?? keys.get(id) ?? '',
  );
  return new Map([...rows].flatMap(([key, cells]) => cells.map((cell) => [cell.id, { key, cells }] as const)));
}

/** The key of a cell's row: that of its case, or its own where nothing of its own version is compared with it. */
function keyOf(cell: PlannedCell, testCase: EvalCase | undefined): readonly (readonly [string, string])[] {
  const compared = testCase?.checks.filter(({ type }) => isComparisonType(type)) ?? [];
  if (!testCase || compared.length === 0) return [];
  return [[cell.id, compared.every(isAgainstHead) ? cell.id : `${testCase.id} ${cell.repeat}`]];
}

/** True for a check that compares with the older version's answer and with no other. */
export function isAgainstHead(check: Check): boolean {
  return 'against' in check && check.against === againstHead;
}
