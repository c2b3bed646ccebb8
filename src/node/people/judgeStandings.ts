import type { Suite } from '../../core/dataset/suite.ts';
import { currentJudges } from '../../core/judges/currentJudges.ts';
import { agreementOf } from '../../core/judges/judgeAgreement.ts';
import { type JudgeStanding, judgeStanding } from '../../core/judges/judgeStanding.ts';
import { answerLabels } from '../../core/people/answerLabels.ts';
import { readGrades } from './gradeFile.ts';
import { readVerdicts } from './verdictFile.ts';

/** How the judges of a suite stand by the bar that it sets; none where it sets none. Read from the files of labels alone, so that it is the same everywhere. */
export function judgeStandings(storage: string, run: string, suite: Suite): readonly JudgeStanding[] {
  const { trust } = suite;
  const judges = trust ? currentJudges(suite.cases, suite) : [];
  if (!trust || judges.length === 0) return [];
  const labels = answerLabels(readVerdicts(storage, run).lines);
  const { grades } = readGrades(storage, run);
  return judges.map((judge) => judgeStanding(agreementOf(judge, grades, labels), trust));
}
