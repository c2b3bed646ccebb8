import type { AnswerLabel } from '../people/answerLabels.ts';
import { kappaInterval, kappaOf } from '../stats/agreement.ts';
import { type JudgedCounts, type JudgeErrors, judgeErrors } from '../stats/judgeErrors.ts';
import { labelsForKappa } from '../stats/moreLabels.ts';
import type { Interval } from '../stats/wilson.ts';
import type { JudgeGrade } from './judgeGrades.ts';

/** The fewest labels from which an agreement is shown. */
export const leastLabels = 20;
/** The width of an interval of kappa with which most bars can be settled. */
const settledWidth = 0.3;

/** An answer on which people and a judge differ. `repeat` counts from 0. */
export interface Disagreement {
  readonly caseId: string;
  readonly target: string;
  readonly repeat: number;
  readonly person: 'pass' | 'fail';
}

/** How far one judge agrees with people, over the answers that both judged. */
export interface JudgeAgreement {
  /** The check as the matrix names it, with its criterion where it has one. */
  readonly check: string;
  /** The judge as the suite has it now: `provider/model` each, several where the majority decides. */
  readonly models: readonly string[];
  readonly labels: number;
  /** How many of the labels are of answers that were drawn by chance. */
  readonly drawn: number;
  readonly counts: JudgedCounts;
  /** How many answers the commonest of people's verdicts would be right for, given to all. */
  readonly constant: number;
  readonly errors: JudgeErrors;
  readonly kappa: number | undefined;
  /** 95 %, from the table with 1 added to each cell: it holds with 20 labels. */
  readonly interval: Interval | undefined;
  /** About how many labels in all would narrow the interval to 0.3. */
  readonly labelsWanted: number | undefined;
  readonly disagreements: readonly Disagreement[];
  /** What was measured of this check with other models, or another rubric: it says nothing of the judge as it is now. */
  readonly before: { readonly labels: number; readonly models: readonly string[] } | undefined;
}

/** A judge of a suite as it is now. Cases of the suite may give it different rubrics, so that it has several digests. */
export interface CurrentJudge {
  readonly check: string;
  readonly models: readonly string[];
  readonly digests: ReadonlySet<string>;
}

/** Sets the grades of a judge against people's labels. An answer that was graded several times, as the same text, counts once. */
export function agreementOf(
  judge: CurrentJudge,
  grades: readonly JudgeGrade[],
  labels: ReadonlyMap<string, AnswerLabel>,
): JudgeAgreement {
  const own = labelledGrades(
    grades.filter(({ check }) => check === judge.check),
    labels,
  );
  const judged = own.filter(({ grade }) => judge.digests.has(grade.judge));
  const counts = countsOf(judged);
  const { bothPass, tooStrict, tooLenient, bothFail } = counts;
  const table = [
    [bothPass, tooStrict],
    [tooLenient, bothFail],
  ];
  const found = kappaOf(table);
  return {
    check: judge.check,
    models: judge.models,
    labels: judged.length,
    drawn: judged.filter(({ isDrawn }) => isDrawn).length,
    counts,
    constant: Math.max(bothPass + tooStrict, tooLenient + bothFail),
    errors: judgeErrors(counts),
    kappa: found?.kappa,
    interval: kappaInterval(table),
    labelsWanted: found && found.error > 0 ? labelsForKappa(found.error, judged.length, settledWidth) : undefined,
    disagreements: judged
      .filter(({ grade, person }) => grade.outcome !== person)
      .map(({ grade: { caseId, target, repeat }, person }) => ({ caseId, target, repeat, person })),
    before: measuredBefore(own.filter(({ grade }) => !judge.digests.has(grade.judge))),
  };
}

interface LabelledGrade {
  readonly grade: JudgeGrade;
  readonly person: 'pass' | 'fail';
  readonly isDrawn: boolean;
}

function labelledGrades(grades: readonly JudgeGrade[], labels: ReadonlyMap<string, AnswerLabel>) {
  const first = new Map<string, JudgeGrade>();
  for (const grade of grades) if (!first.has(grade.id)) first.set(grade.id, grade);
  return [...first.values()].flatMap((grade): LabelledGrade[] => {
    const label = labels.get(grade.answer);
    if (label?.verdict !== 'pass' && label?.verdict !== 'fail') return [];
    return [{ grade, person: label.verdict, isDrawn: label.chance !== undefined }];
  });
}

function measuredBefore(others: readonly LabelledGrade[]): JudgeAgreement['before'] {
  if (others.length === 0) return undefined;
  return {
    labels: new Set(others.map(({ grade }) => grade.answer)).size,
    models: [...new Set(others.flatMap(({ grade }) => grade.models))],
  };
}

function countsOf(judged: readonly LabelledGrade[]): JudgedCounts {
  const count = (person: string, outcome: string) =>
    judged.filter((one) => one.person === person && one.grade.outcome === outcome).length;
  return {
    bothPass: count('pass', 'pass'),
    tooStrict: count('pass', 'fail'),
    tooLenient: count('fail', 'pass'),
    bothFail: count('fail', 'fail'),
  };
}
