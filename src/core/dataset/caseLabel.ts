import { assertionsIn } from './assertionsIn.ts';
import type { Assertion, EvalCase } from './suite.ts';

/** Characters above which a text is a sentence and no label. */
export const longestLabel = 60;

/** The one text that an answer of the case has to be: its label; undefined for a case that has none. */
export function labelOf(testCase: Pick<EvalCase, 'checks' | 'vars'>): string | undefined {
  const labels = exactChecks(testCase).map((check) => expectedText(check, testCase));
  const [first, ...others] = new Set(labels.flatMap((label) => (label === undefined ? [] : [label])));
  return others.length === 0 ? first : undefined;
}

/** The checks of a case that ask for one whole text: `equals` and `label`. */
export function exactChecks({ checks }: Pick<EvalCase, 'checks'>): readonly Assertion[] {
  return checks
    .flatMap(assertionsIn)
    .filter(({ type, negated }) => !negated && (type === 'label' || type === 'equals'));
}

/** The short text that a check asks for, also where its value is one variable: `"{{label}}"`. */
function expectedText({ value }: Assertion, { vars }: Pick<EvalCase, 'vars'>): string | undefined {
  if (typeof value !== 'string') return undefined;
  const [, variable] = /^\{\{\s*([\w.-]+)\s*\}\}$/.exec(value) ?? [];
  const text = variable === undefined ? value : Object.hasOwn(vars, variable) ? vars[variable] : undefined;
  return typeof text === 'string' && text !== '' && !text.includes('\n') && text.length <= longestLabel
    ? text
    : undefined;
}
