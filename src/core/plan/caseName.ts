import type { EvalCase } from '../dataset/suite.ts';
import { printable } from '../text/printable.ts';

const widest = 100;

/** The name of a case in lists: its description, else its first variable. */
export function caseName(testCase: EvalCase): string {
  const [first] = Object.values(testCase.vars);
  return oneLine(testCase.description ?? (typeof first === 'string' ? first : JSON.stringify(first ?? testCase.id)));
}

/** A text for a list: control characters are made visible, white space becomes one blank, and it is cut at 100 characters. */
export function oneLine(text: string): string {
  const line = printable(text).replace(/\s+/g, ' ').trim();
  return line.length > widest ? `${line.slice(0, widest - 1)}…` : line;
}
