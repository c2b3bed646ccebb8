import type { SuitePlan } from '../plan/planSuite.ts';
import type { AnsweredCell } from '../run/cellGrading.ts';
import { resultOf } from '../run/resultOf.ts';
import type { RunState } from '../run/state.ts';
import { type Outcome, outcomeOf } from './outcome.ts';

/** The stored answers for which the suite, as it is now, still has a case. */
export interface RescoreScope {
  readonly toGrade: readonly AnsweredCell[];
  /** The number of answers to cases that are gone, or whose prompt or variables have changed; their verdicts stay. */
  readonly orphaned: number;
}

/** The result of grading stored answers again. */
export interface RescoreCounts {
  readonly regraded: number;
  readonly passToFail: number;
  readonly failToPass: number;
  /** The number of other changes of the outcome, such as from ungraded to passed. */
  readonly otherwise: number;
  readonly orphaned: number;
  /** The number of answers that are not graded now, because a judge would have to be asked. */
  readonly ungraded: number;
}

/** Finds the stored answers that the planned suite can grade again, to these cases or to all. */
export function rescoreScope(
  state: RunState,
  { caseOf }: Pick<SuitePlan, 'caseOf'>,
  cases?: ReadonlySet<string>,
): RescoreScope {
  const answered = state.plan.flatMap((cell): AnsweredCell[] => {
    if (cases && !cases.has(cell.caseId)) return [];
    const known = state.cells[cell.id];
    const result = known && resultOf(state, known);
    return result ? [{ cell, result }] : [];
  });
  const toGrade = answered.filter(({ cell }) => caseOf.has(cell.id));
  return { toGrade, orphaned: answered.length - toGrade.length };
}

/** Counts the outcomes that a rescore has changed, from the states before and after it. */
export function countRescore(before: RunState, after: RunState, { toGrade, orphaned }: RescoreScope): RescoreCounts {
  const changes = toGrade.map(({ cell }) => [outcomeIn(before, cell.id), outcomeIn(after, cell.id)] as const);
  const count = (fits: (from: Outcome, to: Outcome) => boolean) =>
    changes.filter(([from, to]) => fits(from, to)).length;
  const passToFail = count((from, to) => from === 'pass' && to === 'fail');
  const failToPass = count((from, to) => from === 'fail' && to === 'pass');
  return {
    regraded: toGrade.length,
    passToFail,
    failToPass,
    otherwise: count((from, to) => from !== to) - passToFail - failToPass,
    orphaned,
    ungraded: count((_from, to) => to === 'ungraded'),
  };
}

/** A sentence such as `12 regraded, 3 from fail to pass, 1 from pass to fail`, followed by what is left where there is any. */
export function describeRescore(counts: RescoreCounts): string {
  const { regraded, failToPass, passToFail, otherwise, orphaned, ungraded } = counts;
  const changes = [
    `${failToPass} from fail to pass`,
    `${passToFail} from pass to fail`,
    ...(otherwise > 0 ? [`${otherwise} changed otherwise`] : []),
  ];
  const rest = [
    ...(ungraded > 0 ? [`${ungraded} ungraded`] : []),
    ...(orphaned > 0 ? [`${orphaned} orphaned: the suite has no such case any more`] : []),
  ];
  return [`${regraded} regraded`, ...changes, ...rest].join(', ');
}

function outcomeIn(state: RunState, id: string): Outcome {
  const cell = state.cells[id];
  return cell ? outcomeOf(cell) : 'skipped';
}
