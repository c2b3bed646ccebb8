import type { JsonObject } from '../json.ts';

/** An answer of a stored run, as far as proposed checks look at it. */
export interface StoredAnswer {
  readonly vars: JsonObject;
  readonly text: string;
  /** What the checks of the suite said; undefined where none looked. */
  readonly isPassed?: boolean;
  /** The label that its case expects; only where the cases of the suite have one each. */
  readonly label?: string;
  /** What people said; undefined where nobody did, or where they differ. */
  readonly isLiked?: boolean;
}

/** The answers that a proposed check may learn from: those that people pass, else those that passed, else all. */
export function goodAnswers(answers: readonly StoredAnswer[]): readonly StoredAnswer[] {
  const liked = answers.filter(({ isLiked }) => isLiked === true);
  if (liked.length >= fewestGood) return liked;
  const passed = answers.filter(({ isPassed, isLiked }) => isPassed === true && isLiked !== false);
  return passed.length >= fewestGood ? passed : answers.filter(({ isLiked }) => isLiked !== false);
}

/** From fewer answers nothing is learnt. */
export const fewestGood = 5;
