import type { Assertion } from '../dataset/suite.ts';
import type { Verdict } from './verdict.ts';

/**
 * Decides by the majority of judges; the score is the mean of the votes, and the parts hold each judge's reason. A judge that could not
 * grade has no vote; without a majority the check is ungraded.
 */
export async function gradeByVote(
  assertion: Assertion,
  judges: readonly string[],
  grade: (assertion: Assertion) => Promise<Verdict>,
): Promise<Verdict> {
  const { judges: _all, ...one } = assertion;
  const verdicts = await Promise.all(judges.map((judge) => grade({ ...one, judge })));
  const broken = verdicts.find(({ outcome }) => outcome === 'error');
  if (broken) return broken;
  const components = verdicts.map((verdict, index) => ({
    ...verdict,
    reason: `${judges[index] ?? ''}: ${verdict.reason}`,
  }));
  const votes = verdicts.filter(({ outcome }) => outcome !== 'ungraded');
  const passes = votes.filter(({ outcome }) => outcome === 'pass').length;
  const score = votes.length === 0 ? 0 : votes.reduce((sum, vote) => sum + vote.score, 0) / votes.length;
  const reason = `${passes} of ${votes.length} judges say pass.`;
  if (passes * 2 === votes.length) return { outcome: 'ungraded', score, reason, components };
  return { outcome: passes * 2 > votes.length ? 'pass' : 'fail', score, reason, components };
}
