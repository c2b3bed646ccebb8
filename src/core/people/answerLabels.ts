import { currentVerdicts, type JointVerdict, jointVerdict } from './jointVerdict.ts';
import type { VerdictLine } from './verdictLines.ts';

/** What people together say of an answer as a whole. */
export interface AnswerLabel {
  readonly verdict: JointVerdict;
  /**
   * The chance with which the answer was drawn, 1 where that is not known; undefined for an answer that somebody chose, or was shown for what
   * it says: such a label stands for no other answer.
   */
  readonly chance: number | undefined;
}

/** The labels of answers, by the answer's digest; none for an answer on which all verdicts were taken back. */
export function answerLabels(lines: readonly VerdictLine[]): ReadonlyMap<string, AnswerLabel> {
  const whole = currentVerdicts(lines).filter(({ criterion }) => criterion === undefined);
  const labels = new Map<string, AnswerLabel>();
  for (const [answer, verdicts] of Map.groupBy(whole, (line) => line.answer)) {
    const verdict = jointVerdict(verdicts);
    const drawn = verdicts.find(({ heap }) => heap === 'random');
    if (verdict) labels.set(answer, { verdict, chance: drawn && (drawn.chance ?? 1) });
  }
  return labels;
}
