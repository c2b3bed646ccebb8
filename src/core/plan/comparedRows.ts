import type { EvalCase } from '../dataset/suite.ts';
import { isComparisonType } from '../grading/graders.ts';
import type { ComparedRow } from '../run/cellGrading.ts';
import type { PlannedCell } from '../run/events.ts';
import type { SuitePlan } from './planSuite.ts';

/**
 * The answers that a check compares with each other, for each cell: all answers to one case in one repeat, whatever prompt and model they
 * come from. Cells without such a check are left out.
 */
export function comparedRows({ plan, caseOf }: Pick<SuitePlan, 'plan' | 'caseOf'>): ReadonlyMap<string, ComparedRow> {
  const rows = new Map<string, PlannedCell[]>();
  for (const cell of plan.cells) {
    const testCase = caseOf.get(cell.id);
    if (!testCase || !hasComparison(testCase)) continue;
    const key = `${testCase.id} ${cell.repeat}`;
    const cells = rows.get(key);
    if (cells) cells.push(cell);
    else rows.set(key, [cell]);
  }
  return new Map([...rows].flatMap(([key, cells]) => cells.map((cell) => [cell.id, { key, cells }] as const)));
}

function hasComparison({ checks }: EvalCase): boolean {
  return checks.some(({ type }) => isComparisonType(type));
}
