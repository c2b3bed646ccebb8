import type { ComparedAnswer } from '../grading/compareAnswers.ts';
import type { NamedTarget } from '../grading/namedTarget.ts';
import type { AnswerSeat, OlderAnswer } from '../grading/preferAnswers.ts';
import type { AnswerVerdict, GradedAnswer } from '../grading/verdict.ts';
import { defined } from '../jsonRead.ts';
import type { SuitePlan } from '../plan/planSuite.ts';
import type { PlannedCell } from '../run/events.ts';

interface GradedCell {
  readonly cell: PlannedCell;
  readonly answer: GradedAnswer;
  readonly verdict: AnswerVerdict;
}

type Planned = Pick<SuitePlan, 'plan' | 'baseOf'>;

/** Says of each answer of a row who gave it, and which answer of the older version it is compared with where both run. */
export function seatAnswers(
  row: readonly GradedCell[],
  { plan, baseOf }: Planned,
): readonly (GradedCell & ComparedAnswer)[] {
  const targets = new Map(plan.targets.map((target) => [target.id, target]));
  const byCell = new Map(row.map((graded) => [graded.cell.id, graded]));
  return row.map((graded) => {
    const { cell } = graded;
    const target = targets.get(cell.target);
    const seat: AnswerSeat = {
      target: target?.newerId ?? cell.target,
      model: target?.model ?? cell.target,
      ...defined({ prompt: cell.promptIndex }),
      ...(target?.version === undefined ? {} : { isOlder: true as const }),
      ...(baseOf ? { older: olderOf(baseOf.get(cell.id), byCell) } : {}),
    };
    return { ...graded, seat };
  });
}

function olderOf(id: string | undefined, byCell: ReadonlyMap<string, GradedCell>): OlderAnswer {
  if (id === undefined) return { type: 'new-case' };
  const found = byCell.get(id);
  return found ? { type: 'answer', target: found.cell.target, answer: found.answer } : { type: 'missing' };
}

/** The targets by which a check may name one; those of an older version have the same names. */
export function namedTargets({ plan }: Pick<SuitePlan, 'plan'>): readonly NamedTarget[] {
  return plan.targets.filter(({ version }) => version === undefined);
}
