import { canFail } from '../dataset/canFail.ts';
import type { Check, EvalCase } from '../dataset/suite.ts';
import { withResult } from './compareAnswers.ts';
import { type CountedCheck, countOf, summarise } from './gradeAnswer.ts';
import { isComparisonType } from './graders.ts';
import type { AnswerVerdict, Verdict } from './verdict.ts';

/** A check by its place among those of a case, and within a set. */
export type CheckPlace = readonly [check: number, member?: number];

/**
 * The verdict on an answer that its checks give without some of them. Where none is left that decides, no check looked at it. The verdicts of
 * all checks stay in it.
 */
export function withoutChecks(
  verdict: AnswerVerdict,
  { checks, threshold }: Pick<EvalCase, 'checks' | 'threshold'>,
  isLeftOut: (place: CheckPlace) => boolean,
): AnswerVerdict {
  // An answer that could not be graded at all has no verdicts of checks.
  if (verdict.checks.length !== checks.length) return verdict;
  const left = checks.map((check, index) => leftOf(check, { verdict: verdict.checks[index], index, isLeftOut }));
  const counted = left.filter((one) => one !== undefined);
  const isDecided = counted.some(({ check, weight }) => weight > 0 || (isComparisonType(check.type) && canFail(check)));
  if (!isDecided)
    return { ...verdict, outcome: 'pass', reason: 'No check that decides looks at it.', isUnchecked: true };
  const { isUnchecked: _before, ...rest } = verdict;
  const summary: AnswerVerdict = { ...rest, ...summarise(counted, threshold) };
  return left.reduce<AnswerVerdict>(
    (sum, one, index) => (one && isComparisonType(one.check.type) ? withResult(sum, index, one.verdict) : sum),
    summary,
  );
}

interface Place {
  readonly verdict: Verdict | undefined;
  readonly index: number;
  readonly isLeftOut: (place: CheckPlace) => boolean;
}

/** What is left of a check; undefined for nothing. */
function leftOf(check: Check, { verdict, index, isLeftOut }: Place): CountedCheck | undefined {
  if (!verdict || isLeftOut([index])) return undefined;
  const parts = 'assert' in check ? check.assert : [];
  const { components } = verdict;
  if (!('assert' in check) || !components || !parts.some((_, at) => isLeftOut([index, at])))
    return countOf(check, verdict);
  const members = parts.flatMap((part, at) => {
    const component = components[at];
    return component && !isLeftOut([index, at]) ? [countOf(part, component)] : [];
  });
  return members.length === 0 ? undefined : countOf(check, { ...verdict, ...summarise(members, check.threshold) });
}
