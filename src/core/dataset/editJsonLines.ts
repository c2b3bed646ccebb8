import { isJsonObject, type JsonObject, type JsonValue } from '../json.ts';
import type { TextEdit } from '../text/textEdit.ts';
import type { TextRange } from '../text/textRange.ts';
import type { ToolRule } from '../tools/toolSettings.ts';
import { writtenRule } from '../tools/writtenToolSettings.ts';
import { type NewCase, writtenConversation } from './newCase.ts';

/** Adds a line at the end, written in the way of the first line. */
export function addJsonLine(text: string, added: NewCase): TextEdit[] {
  const { vars, expected } = added;
  const assert = expected === undefined ? {} : { assert: [equalTo(expected)] };
  const row: JsonObject = { vars, ...writtenConversation(added), ...assert };
  const lineEnd = text.includes('\r\n') ? '\r\n' : '\n';
  const before = text === '' || text.endsWith('\n') ? '' : lineEnd;
  return [{ range: { start: text.length, end: text.length }, text: `${before}${writeLike(text, row)}${lineEnd}` }];
}

/** Changes the expected answer in the line of a case. */
export function expectInJsonLine(text: string, range: TextRange, answer: string): TextEdit[] {
  return changeLine(text, range, (row) => ({ ...row, assert: withExpected(row['assert'], answer) }));
}

/** Writes a rule for calls behind the others in the line of a case. */
export function addRuleToJsonLine(text: string, range: TextRange, rule: ToolRule): TextEdit[] {
  return changeLine(text, range, (row) => {
    const { toolResults } = row;
    return { ...row, toolResults: [...(Array.isArray(toolResults) ? toolResults : []), writtenRule(rule)] };
  });
}

/** Changes the case in a line; one that is nothing but its variables becomes a case with such first. */
export function changeLine(text: string, range: TextRange, change: (row: JsonObject) => JsonObject): TextEdit[] {
  const line = text.slice(range.start, range.end);
  const row: JsonValue = JSON.parse(line);
  if (!isJsonObject(row)) return [];
  const isCase = caseKeys.some((key) => Object.hasOwn(row, key));
  return [{ range, text: writeLike(line, change(isCase ? row : { vars: row })) }];
}

const caseKeys = ['vars', 'assert', 'options', 'metadata', 'description'] as const;

/** The checks of a case, in which the check for the exact text is changed or added. */
export function withExpected(assert: JsonValue | undefined, answer: string): JsonValue[] {
  const checks = Array.isArray(assert) ? assert : assert === undefined || assert === null ? [] : [assert];
  const index = checks.findIndex((check) => isJsonObject(check) && check['type'] === 'equals');
  const found = checks[index];
  if (!isJsonObject(found)) return [...checks, equalTo(answer)];
  return checks.with(index, { ...found, value: answer });
}

/** The check that the whole output equals the answer. */
export function equalTo(answer: string): JsonObject {
  return { type: 'equals', value: answer };
}

/** JSON on one line, with blanks behind colons and commas where the sample has them. */
function writeLike(sample: string, value: JsonObject): string {
  if (!/":\s/.test(sample)) return JSON.stringify(value);
  // Strings hold no real line feeds, since JSON escapes them: every real one is layout.
  return JSON.stringify(value, null, 1)
    .replace(/([[{])\n\s*/g, '$1')
    .replace(/\n\s*([\]}])/g, '$1')
    .replace(/,\n\s*/g, ', ');
}
