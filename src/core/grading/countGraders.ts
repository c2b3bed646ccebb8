import { isJsonObject, type JsonValue } from '../json.ts';
import { type CheckInput, excerpt, type Finding, invalidCheck } from './grader.ts';

export function gradeWordCount(input: CheckInput): Finding {
  return gradeCount(input, input.text.split(/\s+/).filter((word) => word !== '').length, 'words');
}

/** Counts characters as code points; what looks like one character may be several. */
export function gradeCharacterCount(input: CheckInput): Finding {
  return gradeCount(input, [...input.text].length, 'characters');
}

function gradeCount(input: CheckInput, count: number, unit: string): Finding {
  const { min, max } = boundsOf(input);
  const range =
    min === max
      ? `${min}`
      : `${min === 0 ? 'at most ' : `at least ${min}`}${max === Infinity ? '' : `${min === 0 ? '' : ' and at most '}${max}`}`;
  return { holds: count >= min && count <= max, claim: `have ${range} ${unit}`, detail: `It has ${count}.` };
}

function boundsOf({ assertion, value }: CheckInput): { readonly min: number; readonly max: number } {
  const exact = countOf(value);
  if (exact !== undefined) return { min: exact, max: exact };
  if (isJsonObject(value) && (value['min'] !== undefined || value['max'] !== undefined)) {
    const min = value['min'] === undefined ? 0 : countOf(value['min']);
    const max = value['max'] === undefined ? Infinity : countOf(value['max']);
    if (min !== undefined && max !== undefined && min <= max) return { min, max };
  }
  throw invalidCheck(
    `"${assertion.type}" needs a count, or min and max from 0 on with min below max; it has ${excerpt(value)}.`,
  );
}

function countOf(value: JsonValue | undefined): number | undefined {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) && number >= 0 ? number : undefined;
}
