import type { JsonObject } from '../json.ts';
import type { TextRange } from '../text/textRange.ts';
import type { PromptDocument } from './document.ts';
import { type Enclosure, enclosureAt } from './enclosure.ts';
import { messageSpans } from './messageSpans.ts';

/** A place where a model cannot tell an input from the words around it. */
export interface AmbiguousValue {
  readonly name: string;
  readonly message: string;
  /** The whole `{{name}}`. */
  readonly range: TextRange;
  /** The delimiters to write around the place; absent where it already stands between some. */
  readonly wrap?: { readonly before: string; readonly after: string };
}

/** The number of test rows that are looked at; more of them show nothing new. */
const mostRows = 50;

/**
 * Finds places where values and instructions run together. Only visible faults are reported: delimiters that are never closed, a known
 * value (given, default or test row) that contains its own delimiter, and a known value of several lines without delimiters and with words
 * after it.
 */
export function ambiguousValues(document: PromptDocument, text: string, inputs: JsonObject): readonly AmbiguousValue[] {
  const spans = messageSpans(document);
  const rows = [inputs, document.input.defaults, ...document.testData.slice(0, mostRows).map(({ value }) => value)];
  return document.variables.flatMap(({ name, ranges }) => {
    const values = rows.map((row) => (Object.hasOwn(row, name) ? row[name] : undefined));
    const texts = values.filter((value) => typeof value === 'string');
    return ranges.flatMap((range) => {
      const place = outputAt(text, range);
      const span = place && spans.find(({ start, end }) => start <= place.start && place.end <= end);
      if (!place || !span) return [];
      const found = problemAt({ name, text, place, span, values: texts });
      return found ? [{ name, range: place, ...found }] : [];
    });
  });
}

/**
 * The range of the `{{name}}` around a use; undefined for conditions, arguments and everything else that does not put its value into the
 * text.
 */
function outputAt(text: string, { start, end }: TextRange): TextRange | undefined {
  if (text.startsWith('{{', start)) return isOutput(text.slice(start, end)) ? { start, end } : undefined;
  const before = /\{\{[{~]*\s*$/.exec(text.slice(Math.max(0, start - 20), start));
  const after = /^\s*[}~]*\}\}/.exec(text.slice(end, end + 20));
  return before && after ? { start: start - before[0].length, end: end + after[0].length } : undefined;
}

function isOutput(expression: string): boolean {
  return /^\{\{[^#^/!>].*\}\}$/s.test(expression) && !/\|\s*(?:json|tojson)\b/.test(expression);
}

interface Place {
  readonly name: string;
  readonly text: string;
  readonly place: TextRange;
  readonly span: TextRange;
  readonly values: readonly string[];
}

function problemAt(asked: Place): Pick<AmbiguousValue, 'message' | 'wrap'> | undefined {
  const { name, text, place, span, values } = asked;
  const after = text.slice(place.end, span.end);
  const enclosure = enclosureAt(text.slice(span.start, place.start), after);
  const { kind, end, isClosed } = enclosure;
  if (!isClosed) return { message: `What stands before {{${name}}} is never closed: write ${end} after it.` };
  if (kind !== 'none') {
    if (!values.some((value) => holds(value, enclosure))) return undefined;
    return { message: `A value of {{${name}}} holds ${end} itself: what follows reads as part of the prompt.` };
  }
  const isInLine = restOfLine(after) !== '';
  const bare = values.some((value) => (isInLine ? value.trim().includes('\n') : /\n\s*\n/.test(value.trim())));
  if (!bare || !hasWordsAfter(after, isInLine)) return undefined;
  const message = `A value of {{${name}}} has several lines and no delimiter: where it ends and the prompt goes on cannot be told.`;
  return { message, wrap: wrapOf(asked, isInLine) };
}

/** True when the value contains its own delimiter. Single quotes and brackets mark a value well enough even then. */
function holds(value: string, { kind, end }: Enclosure): boolean {
  if (kind === 'fence') return new RegExp(`^[ \\t]*${end}`, 'm').test(value);
  return end.length > 1 && value.includes(end);
}

function restOfLine(after: string): string {
  const [line = ''] = withoutTags(after).split('\n');
  return /[\p{L}\p{N}]/u.test(line) ? line : '';
}

/**
 * True when words follow that a reader could take for a part of the value; a heading, a rule or a tag in between shows where they begin.
 */
function hasWordsAfter(after: string, isInLine: boolean): boolean {
  if (isInLine) return true;
  const next = withoutTags(after)
    .split('\n')
    .slice(1)
    .find((line) => line.trim() !== '');
  return next !== undefined && !/^\s*(?:#|<|---|===|\*\*\*|`{3}|""")/.test(next);
}

/** The text of a template without its tags, which steer it. */
function withoutTags(template: string): string {
  return template.replace(/\{\{[#/^!>][^{}]*\}\}|\{\{~?\s*else\b[^{}]*\}\}|\{%[^%]*%\}/g, '');
}

function wrapOf({ name, text, place }: Place, isInLine: boolean): { readonly before: string; readonly after: string } {
  const tag = name.replaceAll(/[^\w-]+/g, '_');
  const line = text.lastIndexOf('\n', place.start - 1) + 1;
  const indentation = /^[ \t]*/.exec(text.slice(line, place.start))?.[0] ?? '';
  const isAlone = !isInLine && text.slice(line, place.start).trim() === '';
  const gap = isAlone ? `\n${indentation}` : '';
  return { before: `<${tag}>${gap}`, after: `${gap}</${tag}>` };
}
