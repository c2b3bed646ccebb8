import type { PersonVerdict } from '../../core/people/verdictLines.ts';

/** Letters, which mean the same wherever an answer is judged; null takes a verdict back. */
export const verdictLetters: ReadonlyMap<string, PersonVerdict | null> = new Map([
  ['p', 'pass'],
  ['f', 'fail'],
  ['u', 'unsure'],
  ['Backspace', null],
]);

/** The same, and digits, which stand in the same place on every keyboard. */
export const verdictOf: ReadonlyMap<string, PersonVerdict | null> = new Map([
  ...verdictLetters,
  ['1', 'pass'],
  ['2', 'fail'],
  ['3', 'unsure'],
]);
