import { currentVerdicts, type JointVerdict, jointVerdict } from './jointVerdict.ts';
import type { VerdictLine } from './verdictLines.ts';

/** What people together say of an answer as a whole. */
export interface AnswerLabel {
  readonly verdict: JointVerdict;
  /** True where somebody was shown the answer by chance, and not because of what it says: only such labels may stand for other answers. */
  readonly isDrawn: boolean;
}

/** The heap of answers that were drawn by chance from all of a run, or from all that its checks pass or fail. */
const drawnHeaps: ReadonlySet<string> = new Set(['random', 'verdict']);

/** The labels of answers, by the answer's digest; none for an answer on which all verdicts were taken back. */
export function answerLabels(lines: readonly VerdictLine[]): ReadonlyMap<string, AnswerLabel> {
  const whole = currentVerdicts(lines).filter(({ criterion }) => criterion === undefined);
  const labels = new Map<string, AnswerLabel>();
  for (const [answer, verdicts] of Map.groupBy(whole, (line) => line.answer)) {
    const verdict = jointVerdict(verdicts);
    const isDrawn = verdicts.some(({ heap }) => heap !== undefined && drawnHeaps.has(heap));
    if (verdict) labels.set(answer, { verdict, isDrawn });
  }
  return labels;
}
