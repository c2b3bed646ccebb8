import { CaseIds } from '../dataset/caseId.ts';
import type { EvalCase } from '../dataset/suite.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../json.ts';

/**
 * Variables as one text that does not depend on the file format they were written in: sorted by name, with scalars as text, without the
 * empty ones. Variables for which `includes` is false are left out.
 */
export function canonicalVars(vars: JsonObject, includes: (name: string) => boolean = () => true): string {
  const entries = Object.keys(vars)
    .filter(includes)
    .sort()
    .flatMap((name) => {
      const text = textOfValue(vars[name] ?? null);
      return text === '' ? [] : [[name, text]];
    });
  return JSON.stringify(entries);
}

/** The values alone, for cases whose variables have been renamed. */
export function canonicalValues(vars: JsonObject): string {
  return JSON.stringify(
    Object.values(vars)
      .map(textOfValue)
      .filter((text) => text !== '')
      .sort(),
  );
}

/** The text of a value. A cell of a table and a value of JSON are the same when their texts are. */
function textOfValue(value: JsonValue): string {
  if (value === null) return '';
  if (typeof value === 'object') return canonicalJson(value);
  return String(value).replace(/\r\n?/g, '\n').trim();
}

/** JSON with sorted keys; values that JSON cannot hold are left out. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (!isJsonObject(value)) return JSON.stringify(value ?? null);
  const fields = Object.keys(value)
    .filter((key) => value[key] !== undefined)
    .sort()
    .map((key) => `${JSON.stringify(key)}:${canonicalJson(value[key])}`);
  return `{${fields.join(',')}}`;
}

/** The name of each case in a baseline: its own name, or else its inputs. Cases that are alike are told apart by their number. */
export function caseIdentities(cases: readonly EvalCase[]): ReadonlyMap<EvalCase, string> {
  const ids = new CaseIds();
  return new Map(
    cases.map((testCase) => [
      testCase,
      ids.next(testCase.key === undefined ? [canonicalVars(testCase.vars)] : ['id', testCase.key]),
    ]),
  );
}
