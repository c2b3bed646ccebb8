import { hajekRate, type PeopleRate, rateByVerdict } from '../stats/correctedRate.ts';
import type { AnswerLabel } from './answerLabels.ts';

/** The fewest labels from which a rate is shown: the interval was tried from here on. */
export const leastRateLabels = 20;

/** A verdict of a judge, or of all checks together, on one answer. */
export interface JudgedAnswer {
  /** The digest of the answer. */
  readonly answer: string;
  readonly outcome: 'pass' | 'fail';
}

/** The pass rate of answers as a judge has it, and as people would have it. */
export interface CorrectedPasses {
  readonly answers: number;
  readonly judgePassed: number;
  /** The labels that were drawn at random, or that are on all answers of one verdict; no other may stand for answers without a label. */
  readonly labels: number;
  /** Undefined while a verdict of the judge has no such label. */
  readonly people: PeopleRate | undefined;
  /** The verdicts that have answers and no such label. */
  readonly lacking: readonly ('pass' | 'fail')[];
}

/** The pass rate that people would give to all these answers, from the labels of some, weighted by the judge's verdict. */
export function correctedPasses(
  judged: readonly JudgedAnswer[],
  labels: ReadonlyMap<string, AnswerLabel>,
): CorrectedPasses {
  const pass = stratumOf(judged, labels, 'pass');
  const fail = stratumOf(judged, labels, 'fail');
  const people = rateByVerdict({
    judgePass: pass.answers,
    judgeFail: fail.answers,
    labelledOfPass: pass.labelled,
    personPassOfPass: pass.passed,
    labelledOfFail: fail.labelled,
    personPassOfFail: fail.passed,
  });
  return {
    answers: judged.length,
    judgePassed: pass.answers,
    labels: pass.labels + fail.labels,
    people: judged.length === 0 ? undefined : people,
    lacking: [pass, fail]
      .filter(({ answers, labelled }) => answers > 0 && labelled === 0)
      .map(({ outcome }) => outcome),
  };
}

function stratumOf(
  judged: readonly JudgedAnswer[],
  labels: ReadonlyMap<string, AnswerLabel>,
  outcome: 'pass' | 'fail',
) {
  const own = judged.filter((one) => one.outcome === outcome);
  const texts = [...new Set(own.map(({ answer }) => answer))];
  const decided = texts.flatMap((answer) => {
    const { verdict, chance } = labels.get(answer) ?? {};
    return verdict === 'pass' || verdict === 'fail' ? [{ passed: verdict === 'pass', chance }] : [];
  });
  // Who has looked at every answer has chosen none.
  const isWhole = decided.length === texts.length;
  const usable = decided.flatMap(({ passed, chance }) =>
    isWhole ? [{ passed, chance: 1 }] : chance === undefined ? [] : [{ passed, chance }],
  );
  return { outcome, answers: own.length, labels: usable.length, ...weighted(usable) };
}

/**
 * Labels that were drawn with different chances, as so many labels of one chance: each weighs by what it stands for, and unequal weights tell
 * less than equal ones (Kish). With equal chances these are the labels themselves.
 */
function weighted(drawn: readonly { readonly passed: boolean; readonly chance: number }[]) {
  const found = hajekRate(drawn);
  return found ? { labelled: found.effective, passed: found.rate * found.effective } : { labelled: 0, passed: 0 };
}
