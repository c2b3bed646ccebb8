import { assertionsIn } from '../../dataset/assertionsIn.ts';
import type { EvalCase } from '../../dataset/suite.ts';
import type { JsonValue } from '../../json.ts';

/** What stored runs have found of a case: judged results over all models and runs. */
export interface JudgedResults {
  readonly passed: number;
  readonly failed: number;
}

/** The side on which improving a prompt would put a row. */
export type RowSide = 'working' | 'choosing' | 'held-out';

/** A row with what is known of it besides the file. */
export interface HealthRow {
  /** From 1, in the order of the suite. */
  readonly number: number;
  readonly testCase: EvalCase;
  readonly results?: JudgedResults;
  readonly side?: RowSide;
}

/** The one text that an answer of the case has to be: its label; undefined for a case that has none. */
export function labelOf({ checks }: EvalCase): string | undefined {
  const labels = checks
    .flatMap(assertionsIn)
    .filter(({ type, negated }) => !negated && (type === 'label' || type === 'equals'))
    .flatMap(({ value }) => (typeof value === 'string' && !value.includes('\n') && value.length <= 60 ? [value] : []));
  const [first, ...others] = new Set(labels);
  return others.length === 0 ? first : undefined;
}

/** The variables of a case as one text. */
export function requestText({ vars }: EvalCase): string {
  return Object.values(vars).map(textOfValue).join('\n');
}

export function textOfValue(value: JsonValue): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
