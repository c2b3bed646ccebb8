import { levenshtein } from '../grading/levenshtein.ts';
import type { JsonValue } from '../json.ts';
import type { RowAnswer } from './steps.ts';

/** A part of a right answer that can be there although a check as a whole fails. */
export type Fragment =
  /** The whole answer is this text. */
  | { readonly type: 'whole'; readonly text: string }
  /** The whole answer is JSON. */
  | { readonly type: 'json' }
  /** This field of a JSON object has this value. */
  | { readonly type: 'field'; readonly key: string; readonly value: JsonValue };

/** Longer texts are compared at their beginning, since comparing takes the product of both lengths. */
const mostCompared = 400;
/** An answer that does not pass is never as good as one that does. */
const mostForFailed = 0.75;

/**
 * How close an answer came to passing, from 0 to 1. Where several faults meet in a row, an edit that mends one of them passes none of the
 * rows, and is seen only by this. It leads the search; the proof counts passes alone.
 */
export function closeness(answer: RowAnswer, fragments: readonly Fragment[], checks: number): number {
  if (answer.passed === true) return 1;
  if (answer.passed === undefined) return 0;
  const held = Math.max(0, 1 - answer.reasons.length / Math.max(1, checks));
  const parts = fragments.map((fragment) => shareOf(fragment, answer.answer.trim()));
  const whole = parts.reduce((sum, part) => sum + part, 0) / Math.max(1, parts.length);
  // A single check that failed says nothing that the parts of its value do not say better.
  if (parts.length === 0) return mostForFailed * held;
  return mostForFailed * (checks > 1 ? (held + whole) / 2 : whole);
}

function shareOf(fragment: Fragment, answer: string): number {
  switch (fragment.type) {
    case 'whole':
      return likeness(fragment.text.trim().slice(0, mostCompared), answer.slice(0, mostCompared));
    case 'json':
      return isJson(answer) ? 1 : 0;
    case 'field': {
      const written = `${JSON.stringify(fragment.key)}:${JSON.stringify(fragment.value)}`.replace(/\s+/g, '');
      return new RegExp(`${escaped(written)}(?![\\w.])`).test(answer.replace(/\s+/g, '')) ? 1 : 0;
    }
  }
}

/** How alike an answer is to the text that it should be, from 0 to 1. */
function likeness(text: string, answer: string): number {
  // Two labels have letters in common by chance alone, so that one word counts whole or not at all; the rest is being one word.
  if (/^\p{L}+$/u.test(text)) return ((holdsWord(answer, text) ? 1 : 0) + 1 / Math.max(1, wordsOf(answer).length)) / 2;
  const letters = 1 - levenshtein([...text], [...answer]) / Math.max(1, text.length, answer.length);
  return (letters + commonWords(text, answer)) / 2;
}

function holdsWord(answer: string, word: string): boolean {
  return wordsOf(answer).includes(word.toLowerCase());
}

/** The words that both have, as a share of all, each counted as often as it stands there. */
function commonWords(text: string, answer: string): number {
  const [left, right] = [wordsOf(text), wordsOf(answer)];
  const rest = [...right];
  let common = 0;
  for (const word of left) {
    const at = rest.indexOf(word);
    if (at < 0) continue;
    common++;
    rest.splice(at, 1);
  }
  return (2 * common) / Math.max(1, left.length + right.length);
}

function wordsOf(text: string): readonly string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}]+(?:[.,][\p{N}]+)*/gu) ?? [];
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
