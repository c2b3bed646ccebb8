import { currentVerdicts } from './jointVerdict.ts';
import type { VerdictLine } from './verdictLines.ts';

/** An answer about which people are asked: its digest and whose answer it is, with the criterion if it is about one. */
export interface AskedAnswer {
  readonly digest: string;
  readonly caseId: string;
  readonly target: string;
  readonly criterion?: string;
}

/** What people say of an answer. */
export interface SaidOfAnswer {
  /** The verdicts in force on this very answer, one of each person. */
  readonly verdicts: readonly VerdictLine[];
  /** True where people judged another answer of the same case on the same target, which this one has replaced. */
  readonly hasChanged: boolean;
}

/** Finds what people say of an answer. */
export interface SaidByPeople {
  of(asked: AskedAnswer): SaidOfAnswer;
}

/** The verdicts of a suite's file, ready to be asked about one answer after the other. */
export function saidByPeople(lines: readonly VerdictLine[]): SaidByPeople {
  const current = currentVerdicts(lines);
  const byAnswer = Map.groupBy(current, ({ answer, criterion }) => keyOf(answer, criterion));
  const byPlace = Map.groupBy(current, ({ caseId, target, criterion }) => keyOf(caseId, target, criterion));
  return {
    of: ({ digest, caseId, target, criterion }) => {
      const verdicts = byAnswer.get(keyOf(digest, criterion)) ?? [];
      return { verdicts, hasChanged: verdicts.length === 0 && byPlace.has(keyOf(caseId, target, criterion)) };
    },
  };
}

function keyOf(...parts: readonly (string | undefined)[]): string {
  return JSON.stringify(parts.map((part) => part ?? null));
}
