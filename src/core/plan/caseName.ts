import type { EvalCase } from '../dataset/suite.ts';
import { printable } from '../text/printable.ts';

const widest = 100;

/** How a case is called in lists: its description, else its first variable. */
export function caseName(testCase: EvalCase): string {
  const [first] = Object.values(testCase.vars);
  return oneLine(testCase.description ?? (typeof first === 'string' ? first : JSON.stringify(first ?? testCase.id)));
}

/** Text for a list: control characters made visible, white space as one blank, cut at 100 characters. */
export function oneLine(text: string): string {
  const line = printable(text).replace(/\s+/g, ' ').trim();
  return line.length > widest ? `${line.slice(0, widest - 1)}…` : line;
}
