import { type AnswerLabel, answerLabels } from '../../core/people/answerLabels.ts';
import { type VerdictsByAnswer, verdictsByAnswer } from '../../core/people/personMark.ts';
import { type SaidByPeople, saidByPeople } from '../../core/people/saidByPeople.ts';
import { readWhenChanged } from '../files/readWhenChanged.ts';
import { readVerdicts, verdictFileOf } from './verdictFile.ts';

/** What people say of a suite's answers, as its file of verdicts has it at each question. */
export function verdictBook(storage: string, run: string): SaidByPeople {
  const said = readWhenChanged(verdictFileOf(storage, run), () => saidByPeople(readVerdicts(storage, run).lines));
  return { of: (asked) => said().of(asked) };
}

/** The labels of a suite's answers, as its file of verdicts has them at each question. */
export function labelBook(storage: string, run: string): () => ReadonlyMap<string, AnswerLabel> {
  return readWhenChanged(verdictFileOf(storage, run), () => answerLabels(readVerdicts(storage, run).lines));
}

/** The verdicts in force on a suite's answers, as its file has them at each question. */
export function answerBook(storage: string, run: string): () => VerdictsByAnswer {
  return readWhenChanged(verdictFileOf(storage, run), () => verdictsByAnswer(readVerdicts(storage, run).lines));
}
