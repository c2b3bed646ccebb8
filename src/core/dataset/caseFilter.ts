import type { JsonValue } from '../json.ts';
import type { EvalCase } from './suite.ts';

/**
 * Tells whether a case fits all filters. `key=value` asks for metadata wherever some case has that key; other texts are looked for in
 * description, variables and metadata.
 */
export function caseFilter(cases: readonly EvalCase[], filters: readonly string[]): (testCase: EvalCase) => boolean {
  const keys = new Set(cases.flatMap(({ metadata }) => Object.keys(metadata)));
  const tests = filters.map((filter) => {
    const [, key, value] = /^([^=]+)=(.*)$/s.exec(filter) ?? [];
    if (key !== undefined && value !== undefined && keys.has(key))
      return (testCase: EvalCase) => holds(testCase, key, value);
    return (testCase: EvalCase) => searchText(testCase).includes(filter.toLowerCase());
  });
  return (testCase) => tests.every((fits) => fits(testCase));
}

/** A list of values fits when one of them does. */
function holds({ metadata }: EvalCase, key: string, wanted: string): boolean {
  const value = metadata[key];
  const values = Array.isArray(value) ? value : value === undefined ? [] : [value];
  return values.some((one) => textOf(one) === wanted);
}

function textOf(value: JsonValue): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function searchText(testCase: EvalCase): string {
  return JSON.stringify([testCase.description ?? '', testCase.vars, testCase.metadata]).toLowerCase();
}
