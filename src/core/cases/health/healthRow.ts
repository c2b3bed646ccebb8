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

/** The variables of a case as one text. */
export function requestText({ vars }: EvalCase): string {
  return Object.values(vars).map(textOfValue).join('\n');
}

export function textOfValue(value: JsonValue): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
