import { PolypromptError } from '../errors.ts';

/**
 * The parts of a list in one line: commas separate, double quotes protect commas and blanks. Within quotes, two quotes are one, `\"` is a
 * quote, and `\\` a backslash. Parts without quotes are trimmed and dropped when blank. Throws `invalid-check` for a quote that is not
 * closed or followed by text.
 */
export function commaSeparated(text: string): readonly string[] {
  const parts: string[] = [];
  let rest = text;
  while (rest.trim() !== '') {
    const { part, after } = rest.trimStart().startsWith('"') ? quotedPart(rest.trimStart()) : plainPart(rest);
    if (part !== undefined) parts.push(part);
    rest = after;
  }
  return parts;
}

function plainPart(text: string): { readonly part: string | undefined; readonly after: string } {
  const comma = text.indexOf(',');
  const part = (comma < 0 ? text : text.slice(0, comma)).trim();
  return { part: part === '' ? undefined : part, after: comma < 0 ? '' : text.slice(comma + 1) };
}

function quotedPart(text: string): { readonly part: string; readonly after: string } {
  const [quoted, inner = ''] = /^"((?:\\["\\]|""|[^"])*)"/.exec(text) ?? [];
  if (quoted === undefined) throw faultyList(`A quote is not closed in ${JSON.stringify(text)}.`);
  const after = text.slice(quoted.length).trimStart();
  if (after !== '' && !after.startsWith(',')) throw faultyList(`A comma is missing after ${quoted}.`);
  return { part: inner.replaceAll(/\\(["\\])|""/g, (_found, escaped = '"') => escaped), after: after.slice(1) };
}

function faultyList(message: string): PolypromptError {
  return new PolypromptError('invalid-check', message);
}
