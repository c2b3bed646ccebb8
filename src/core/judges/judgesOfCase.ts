import type { Assertion, EvalCase, Suite } from '../dataset/suite.ts';
import { withConfig } from '../grading/gradeAnswer.ts';
import { isComparisonType } from '../grading/graders.ts';
import { judgeIdentity } from '../grading/judgeIdentity.ts';
import type { AnswerVerdict, Verdict } from '../grading/verdict.ts';
import type { CheckPlace } from '../grading/withoutChecks.ts';
import { defined } from '../jsonRead.ts';
import { checkLabel } from '../results/matrix/matrixRowDetail.ts';

/** A check of a case that asks a judge about the last answer. */
export interface JudgeOfCase {
  /** The check as the matrix names it, with its criterion where it has one; with its models too where several have the same name. */
  readonly name: string;
  readonly models: readonly string[];
  /** The digest of the judge as the suite has it now. */
  readonly digest: string;
  /** Its place among the case's checks, and within a set. */
  readonly place: CheckPlace;
}

/**
 * The judges of a case, in the order of its checks. Checks of earlier turns are left out, since people judge the last answer, and so are
 * those that compare answers, which say nothing of one by itself.
 */
export function judgesOfCase(testCase: EvalCase, suite: Pick<Suite, 'judge' | 'embedder'>): readonly JudgeOfCase[] {
  const judges = placedChecks(testCase).flatMap(({ check, place }): JudgeOfCase[] => {
    const isAboutIt = check.turn === undefined && !isComparisonType(check.type);
    const judge = isAboutIt ? judgeIdentity(check, settingsOf(testCase, suite)) : undefined;
    if (!judge) return [];
    const { name, value } = checkLabel(check);
    return [{ name: value === '' ? name : `${name}: ${value}`, ...judge, place }];
  });
  const counts = Map.groupBy(judges, ({ name }) => name);
  return judges.map((judge) =>
    (counts.get(judge.name)?.length ?? 0) > 1
      ? { ...judge, name: `${judge.name} by ${judge.models.join(', ')}` }
      : judge,
  );
}

/** What a judge said of an answer; undefined where it did not decide, or was not asked. */
export function judgeVerdictAt({ checks }: Pick<AnswerVerdict, 'checks'>, place: CheckPlace): Verdict | undefined {
  const [check, member] = place;
  return member === undefined ? checks[check] : checks[check]?.components?.[member];
}

function placedChecks({ checks }: EvalCase) {
  return checks.flatMap((check, index): { readonly check: Assertion; readonly place: CheckPlace }[] =>
    'assert' in check
      ? check.assert.map((member, at) => ({ check: withConfig(member, check), place: [index, at] as const }))
      : [{ check, place: [index] as const }],
  );
}

function settingsOf({ options }: EvalCase, { judge, embedder }: Pick<Suite, 'judge' | 'embedder'>) {
  const defaultJudge = options.judge ?? judge;
  return { options: { ...defined({ embedder }), ...options }, ...defined({ defaultJudge }) };
}
