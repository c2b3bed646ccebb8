import { isJsonObject, type JsonObject, type JsonValue } from '../json.ts';
import { type CheckInput, excerpt, type Finding, type Grader, invalidCheck } from './grader.ts';
import { toolCallsOf } from './toolCallsOf.ts';

/**
 * A grader of calls that does not pass an answer of which nobody knows the calls, such as a given output in words: that it names none is no
 * sign that none were made.
 */
export function aboutCalls(grade: (input: CheckInput) => Finding): Grader {
  return (input) => {
    const finding = grade(input);
    const { assertion, answer } = input;
    const isUnknown = answer.toolCalls === undefined && toolCallsOf(answer).length === 0;
    // A threshold of 0 is reached whatever was called.
    const asksNothing = assertion.threshold === 0 && !assertion.negated;
    if (isUnknown && !asksNothing && finding.holds !== assertion.negated)
      throw invalidCheck(`"${typeOf(input)}" needs the tools that were called, and this answer tells of none.`);
    return finding;
  };
}

function typeOf({ assertion: { type, negated } }: CheckInput): string {
  return negated ? `not-${type}` : type;
}

export interface Bounds {
  readonly min: number;
  readonly max: number;
}

/** `min` and `max` of a check's settings; numbers from templates are texts. Throws `invalid-check` for anything that is no count. */
export function boundsIn(input: CheckInput, settings: JsonObject, least: number): Bounds {
  const min = countIn(input, settings, 'min') ?? least;
  const max = countIn(input, settings, 'max') ?? Number.POSITIVE_INFINITY;
  if (settings['min'] !== undefined && min > max)
    throw invalidCheck(`"${input.assertion.type}" can never hold: its min is above its max.`);
  return { min, max };
}

function countIn(input: CheckInput, settings: JsonObject, key: 'min' | 'max'): number | undefined {
  const value = settings[key];
  if (value === undefined || value === null) return undefined;
  const count = countOf(value);
  if (count === undefined)
    throw invalidCheck(`The ${key} of "${input.assertion.type}" is a count from 0 on; it is ${excerpt(value)}.`);
  return count;
}

/** A whole number from 0, also as text; undefined for anything else. */
export function countOf(value: JsonValue | undefined): number | undefined {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof number === 'number' && Number.isInteger(number) && number >= 0 ? number : undefined;
}

/** Throws `invalid-check` for a setting that is not read: what it asks for would be lost. */
export function refuseUnknown({ assertion, value }: CheckInput, read: readonly string[]): void {
  const unknown = Object.keys(isJsonObject(value) ? value : {}).find((key) => !read.includes(key));
  if (unknown === undefined) return;
  const known = read.map((key) => `"${key}"`).join(', ');
  throw invalidCheck(`"${unknown}" is no key of the value of "${assertion.type}", which may have ${known}.`);
}
