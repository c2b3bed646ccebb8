import { isJsonObject, type JsonValue } from '../json.ts';
import { sameJson } from '../sameJson.ts';
import { commaSeparated } from '../text/commaSeparated.ts';
import { parseExactJson } from '../text/exactNumbers.ts';
import { type CheckInput, excerpt, type Finding, invalidCheck, isText, quoted, textValue } from './grader.ts';
import { matchesPattern } from './pattern.ts';

/** Holds when the output equals the value as text; an object or a list is compared as JSON, whatever the order of its keys. */
export function gradeEquals({ value, text, answer }: CheckInput): Finding {
  const structured = typeof value === 'object' && value !== null;
  const expected = structured ? JSON.stringify(value) : String(value);
  const holds = structured ? sameJson(value, jsonOf(answer.output)) : text === expected;
  return {
    holds,
    expected: structured ? JSON.stringify(value, null, 2) : expected,
    claim: `equal ${quoted(expected)}`,
  };
}

export function gradeContains(input: CheckInput): Finding {
  const part = tellingText(input);
  return { holds: input.text.includes(part), claim: `contain ${quoted(part)}` };
}

export function gradeContainsIgnoringCase(input: CheckInput): Finding {
  const part = tellingText(input);
  const holds = input.text.toLowerCase().includes(part.toLowerCase());
  return { holds, claim: `contain ${quoted(part)} in any case` };
}

export function gradeStartsWith(input: CheckInput): Finding {
  if (!isText(input.value) || input.value === '')
    throw invalidCheck(`"starts-with" needs a text as its value; it has ${excerpt(input.value)}.`);
  return { holds: input.text.startsWith(input.value), claim: `start with ${quoted(input.value)}` };
}

/** Holds when the output contains one of the texts. Value: a list, or a text with commas; throws `invalid-check` for anything else. */
export function gradeContainsAny(input: CheckInput): Finding {
  const parts = partsOf(input);
  return { holds: parts.some((part) => input.text.includes(part)), claim: `contain one of ${quoted(...parts)}` };
}

/** Holds when the output contains all of the texts. Value: a list, or a text with commas; throws `invalid-check` for anything else. */
export function gradeContainsAll(input: CheckInput): Finding {
  const parts = partsOf(input);
  const missing = parts.filter((part) => !input.text.includes(part));
  return { holds: missing.length === 0, claim: `contain all of ${quoted(...parts)}`, ...missingDetail(missing) };
}

export function gradeContainsAnyIgnoringCase(input: CheckInput): Finding {
  const parts = partsOf(input);
  const text = input.text.toLowerCase();
  const holds = parts.some((part) => text.includes(part.toLowerCase()));
  return { holds, claim: `contain one of ${quoted(...parts)} in any case` };
}

export function gradeContainsAllIgnoringCase(input: CheckInput): Finding {
  const parts = partsOf(input);
  const text = input.text.toLowerCase();
  const missing = parts.filter((part) => !text.includes(part.toLowerCase()));
  return {
    holds: missing.length === 0,
    claim: `contain all of ${quoted(...parts)} in any case`,
    ...missingDetail(missing),
  };
}

/**
 * Holds when the pattern is found in the output. Throws `invalid-check` for a value that is no pattern, and `script-timeout` when matching
 * takes too long.
 */
export async function gradeRegex(input: CheckInput): Promise<Finding> {
  if (!isText(input.value) || input.value === '')
    throw invalidCheck(`"regex" needs a pattern as its value; it has ${excerpt(input.value)}.`);
  const match = await matchesPattern(input.value, input.text, input.ports.sandbox);
  if (match.type === 'invalid') throw invalidCheck(`The pattern ${excerpt(input.value)} is invalid: ${match.reason}`);
  return { holds: match.holds, claim: `match ${input.value}` };
}

/** The text of the check; throws `invalid-check` for an empty one, since every text contains it. */
function tellingText(input: CheckInput): string {
  const text = textValue(input);
  if (text === '') throw invalidCheck(`"${input.assertion.type}" needs a text as its value; it is empty.`);
  return text;
}

function partsOf({ assertion, value }: CheckInput): readonly string[] {
  if (Array.isArray(value) && value.length > 0)
    return notEmpty(
      value.map((part) => (isText(part) ? part : part === null ? '' : JSON.stringify(part))),
      assertion.type,
    );
  if (isText(value) && value.trim() !== '') return atLeastOne(commaSeparated(value), assertion.type);
  if (typeof value === 'number' || typeof value === 'boolean') return [String(value)];
  throw invalidCheck(
    `"${assertion.type}" needs a list, or a text with commas, as its value; it has ${excerpt(value)}.`,
  );
}

function notEmpty(parts: readonly string[], type: string): readonly string[] {
  if (parts.every((part) => part !== '')) return parts;
  throw invalidCheck(`"${type}" has an empty item in its list, of which nothing can be said.`);
}

/** The items of a list; throws `invalid-check` where there are only commas. */
function atLeastOne(parts: readonly string[], type: string): readonly string[] {
  if (parts.length > 0) return parts;
  throw invalidCheck(`"${type}" has nothing in its list.`);
}

function missingDetail(missing: readonly string[]): Pick<Finding, 'detail'> {
  return missing.length > 0 ? { detail: `Missing: ${quoted(...missing)}.` } : {};
}

function jsonOf(output: JsonValue): JsonValue | undefined {
  if (isJsonObject(output) || Array.isArray(output)) return output;
  try {
    return parseExactJson(String(output));
  } catch {
    return undefined;
  }
}
