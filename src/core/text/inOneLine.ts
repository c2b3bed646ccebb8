import { printable } from './printable.ts';

/** A name, message or cell of a table that may hold anything: nothing of it moves a cursor, hides, or looks like a line of ours. */
export function inOneLine(text: string): string {
  return printable(text).replace(/[\r\n\u2028\u2029]+/g, ' ');
}
