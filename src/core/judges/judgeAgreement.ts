import type { AnswerLabel } from '../people/answerLabels.ts';
import { kappaInterval, kappaOf } from '../stats/agreement.ts';
import { type JudgedCounts, type JudgeErrors, judgeErrors } from '../stats/judgeErrors.ts';
import { labelsForKappa } from '../stats/moreLabels.ts';
import { sum } from '../stats/sum.ts';
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
  /** The labels of which the figures are: those that were drawn at random, where these are enough, else all. */
  readonly labels: number;
  /** Where the labels come from: `drawn` at random, or `chosen` by people, at least some of them, so that they stand for nothing else. */
  readonly basis: 'drawn' | 'chosen';
  /** The number of labels that people chose and that are left out beside those that were drawn. */
  readonly leftOut: number;
  readonly counts: JudgedCounts;
  /** The same counts by what each label stands for, where some were drawn with another chance than others; else `counts` themselves. */
  readonly weighted: JudgedCounts;
  /** The share of answers for which the commonest of people's verdicts would be right, given to all; undefined without labels. */
  readonly constant: number | undefined;
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
  const drawn = judged.filter(({ chance }) => chance !== undefined);
  const used = drawn.length >= leastLabels ? drawn : judged;
  const counts = countsOf(used, () => 1);
  const weighted = weightedCounts(used, counts);
  const { bothPass, tooStrict, tooLenient, bothFail } = weighted;
  const table = [
    [bothPass, tooStrict],
    [tooLenient, bothFail],
  ];
  const found = kappaOf(table);
  const all = bothPass + tooStrict + tooLenient + bothFail;
  return {
    check: judge.check,
    models: judge.models,
    labels: used.length,
    basis: used.length > drawn.length ? 'chosen' : 'drawn',
    leftOut: judged.length - used.length,
    counts,
    weighted,
    constant: all === 0 ? undefined : Math.max(bothPass + tooStrict, tooLenient + bothFail) / all,
    // The exact test is of whole counts.
    errors: { ...judgeErrors(weighted), p: judgeErrors(counts).p },
    kappa: found?.kappa,
    interval: kappaInterval(table),
    labelsWanted: found && found.error > 0 ? labelsForKappa(found.error, used.length, settledWidth) : undefined,
    disagreements: judged
      .filter(({ grade, person }) => grade.outcome !== person)
      .map(({ grade: { caseId, target, repeat }, person }) => ({ caseId, target, repeat, person })),
    before: measuredBefore(own.filter(({ grade }) => !judge.digests.has(grade.judge))),
  };
}

interface LabelledGrade {
  readonly grade: JudgeGrade;
  readonly person: 'pass' | 'fail';
  /** The chance with which the answer was drawn; undefined where people chose it. */
  readonly chance: number | undefined;
}

function labelledGrades(grades: readonly JudgeGrade[], labels: ReadonlyMap<string, AnswerLabel>) {
  const first = new Map<string, JudgeGrade>();
  for (const grade of grades) {
    const key = JSON.stringify([grade.answer, grade.judge]);
    if (!first.has(key)) first.set(key, grade);
  }
  return [...first.values()].flatMap((grade): LabelledGrade[] => {
    const label = labels.get(grade.answer);
    if (label?.verdict !== 'pass' && label?.verdict !== 'fail') return [];
    return [{ grade, person: label.verdict, chance: label.chance }];
  });
}

function measuredBefore(others: readonly LabelledGrade[]): JudgeAgreement['before'] {
  if (others.length === 0) return undefined;
  return {
    labels: new Set(others.map(({ grade }) => grade.answer)).size,
    models: [...new Set(others.flatMap(({ grade }) => grade.models))],
  };
}

function countsOf(judged: readonly LabelledGrade[], weightOf: (one: LabelledGrade) => number): JudgedCounts {
  const count = (person: string, outcome: string) =>
    sum(judged.filter((one) => one.person === person && one.grade.outcome === outcome).map(weightOf));
  return {
    bothPass: count('pass', 'pass'),
    tooStrict: count('pass', 'fail'),
    tooLenient: count('fail', 'pass'),
    bothFail: count('fail', 'fail'),
  };
}

/**
 * Counts of labels that were drawn with different chances, as of so many labels of one chance: each weighs by what it stands for, and
 * unequal weights tell less than equal ones (Kish).
 */
function weightedCounts(used: readonly LabelledGrade[], counts: JudgedCounts): JudgedCounts {
  const weights = used.flatMap(({ chance }) => (chance === undefined ? [] : [1 / chance]));
  // A label that somebody chose stands for itself, so that nothing tells what it weighs beside one that was drawn.
  if (weights.length < used.length || new Set(weights).size < 2) return counts;
  const scale = sum(weights) / sum(weights.map((weight) => weight ** 2));
  return countsOf(used, ({ chance = 1 }) => scale / chance);
}
