import { printable } from './printable.ts';

/**
 * A name, message or cell of a table on one line. It may hold anything: nothing in it moves a cursor, hides, or looks like a line of ours.
 */
export function inOneLine(text: string): string {
  return printable(text).replace(/[\r\n\u2028\u2029]+/g, ' ');
}
