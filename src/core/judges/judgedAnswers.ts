import type { EvalCase, Suite } from '../dataset/suite.ts';
import type { JsonObject } from '../json.ts';
import { answerDigest } from '../people/answerDigest.ts';
import type { AnswerLabel } from '../people/answerLabels.ts';
import { casesOfRun, type RunCase } from '../results/matrix/matrixCases.ts';
import { outputText } from '../run/answerOutput.ts';
import type { RunState } from '../run/state.ts';

/** An answer that people have judged, with what it was given for. */
export interface JudgedAnswer {
  /** The digest of the answer. */
  readonly digest: string;
  readonly inputs: JsonObject;
  readonly text: string;
  readonly person: 'pass' | 'fail';
  readonly testCase: EvalCase;
}

/** The answers of a run on which people agree, each once. Those that came after several rounds are left out: a judge sees more of them. */
export function judgedAnswers(
  state: RunState,
  suite: Suite,
  labels: ReadonlyMap<string, AnswerLabel>,
): readonly JudgedAnswer[] {
  const cases: ReadonlyMap<string, RunCase> = casesOfRun(state, suite);
  const found = new Map<string, JudgedAnswer>();
  for (const { id, caseId, inputs } of state.plan) {
    const [cell, testCase] = [state.cells[id], cases.get(caseId)?.testCase];
    if (cell?.status !== 'done' || !testCase || (cell.rounds ?? []).length > 0) continue;
    const text = outputText(cell);
    const digest = answerDigest(inputs, text);
    const person = labels.get(digest)?.verdict;
    if (person === 'pass' || person === 'fail') found.set(digest, { digest, inputs, text, person, testCase });
  }
  return [...found.values()];
}
