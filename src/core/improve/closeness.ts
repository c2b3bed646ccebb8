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
const mostForFailed = 0.9;

/**
 * How close an answer came to passing, from 0 to 1. Where several faults meet in a row, an edit that mends one of them passes none of the
 * rows, and is seen only by this. It leads the search; the proof counts passes alone.
 */
export function closeness(answer: RowAnswer, fragments: readonly Fragment[], checks: number): number {
  if (answer.passed === true) return 1;
  if (answer.passed === undefined) return 0;
  const held = Math.max(0, 1 - answer.reasons.length / Math.max(1, checks));
  const parts = fragments.map((fragment) => shareOf(fragment, answer.answer.trim()));
  const mean = parts.length === 0 ? held : (held + parts.reduce((sum, part) => sum + part, 0) / parts.length) / 2;
  return mostForFailed * mean;
}

function shareOf(fragment: Fragment, answer: string): number {
  switch (fragment.type) {
    case 'whole': {
      const [text, said] = [fragment.text.trim().slice(0, mostCompared), answer.slice(0, mostCompared)];
      return 1 - levenshtein([...text], [...said]) / Math.max(1, text.length, said.length);
    }
    case 'json':
      return isJson(answer) ? 1 : 0;
    case 'field': {
      const written = `${JSON.stringify(fragment.key)}:${JSON.stringify(fragment.value)}`.replace(/\s+/g, '');
      return new RegExp(`${escaped(written)}(?![\\w.])`).test(answer.replace(/\s+/g, '')) ? 1 : 0;
    }
  }
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
