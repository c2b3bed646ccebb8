import type { Suite } from '../dataset/suite.ts';
import { defined } from '../jsonRead.ts';
import { answerDigest } from '../people/answerDigest.ts';
import { answerLabels } from '../people/answerLabels.ts';
import { type CorrectedPasses, correctedPasses } from '../people/correctedPasses.ts';
import { staleAnswers } from '../people/jointVerdict.ts';
import type { VerdictLine } from '../people/verdictLines.ts';
import type { RunCase } from '../results/matrix/matrixCases.ts';
import { outputText } from '../run/answerOutput.ts';
import { cellsOf, type RunState } from '../run/state.ts';
import { currentJudges } from './currentJudges.ts';
import { agreementOf, type JudgeAgreement } from './judgeAgreement.ts';
import { gradesOfRun, type JudgeGrade } from './judgeGrades.ts';
import { type JudgeStanding, judgeStanding } from './judgeStanding.ts';
import { type PeopleAgreement, peopleAgreement } from './peopleAgreement.ts';

/** One judge of a run: how far it agrees with people, and the pass rate that people would give in its place. */
export interface ReportedJudge extends JudgeAgreement {
  /** How it stands by the bar of its suite; absent where there is none. */
  readonly standing?: JudgeStanding;
  readonly rate: CorrectedPasses;
}

/** What people's verdicts say of a run's judges. */
export interface JudgesReport {
  readonly judges: readonly ReportedJudge[];
  /** How far people agree with each other; undefined while no two have judged the same answer. */
  readonly people: PeopleAgreement | undefined;
  /** Answers of the run with a verdict of pass or fail. */
  readonly labelled: number;
  /** Answers on which people are unsure, and those on which as many pass as fail: they are left out. */
  readonly unsure: number;
  readonly split: number;
  /** Answers that were judged and that this run does not have. They count for the judges that graded them, and for no rate of this run. */
  readonly stale: number;
}

export interface JudgedRun {
  readonly state: RunState;
  readonly cases: ReadonlyMap<string, RunCase>;
  readonly suite: Pick<Suite, 'judge' | 'embedder' | 'trust'>;
  /** What people said, and what judges said of the same answers before. */
  readonly lines: readonly VerdictLine[];
  readonly kept: readonly JudgeGrade[];
}

/** Sets people's verdicts against those of each judge in a run, and of the same judges on earlier answers. */
export function judgesReport({ state, cases, suite, lines, kept }: JudgedRun): JudgesReport {
  const labels = answerLabels(lines);
  const graded = gradesOfRun(state, cases, suite);
  const judges = currentJudges(
    [...cases.values()].map(({ testCase }) => testCase),
    suite,
  );
  const answers = answersOf(state);
  const { trust } = suite;
  const count = (...wanted: readonly string[]) =>
    answers.filter((answer) => wanted.includes(labels.get(answer)?.verdict ?? '')).length;
  return {
    judges: judges.map((judge) => {
      const agreement = agreementOf(judge, [...kept, ...graded], labels);
      const own = graded.filter((grade) => grade.check === judge.check && judge.digests.has(grade.judge));
      const standing = trust && judgeStanding(agreement, trust);
      return { ...agreement, rate: correctedPasses(own, labels), ...defined({ standing }) };
    }),
    people: peopleAgreement(lines),
    labelled: count('pass', 'fail'),
    unsure: count('unsure'),
    split: count('split'),
    stale: staleAnswers(lines, new Set(answers)).length,
  };
}

/** The digests of a run's answers, one for each cell that has one. */
function answersOf(state: RunState): readonly string[] {
  const inputs = new Map(state.plan.map((cell) => [cell.id, cell.inputs]));
  const done = [...cellsOf(state)].filter(({ status }) => status === 'done');
  return done.map((cell) => answerDigest(inputs.get(cell.id) ?? {}, outputText(cell)));
}
