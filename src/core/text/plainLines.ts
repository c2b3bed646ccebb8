import { isJsonObject, type JsonObject, type JsonValue } from '../json.ts';

/**
 * A text with `\n` at the end of each line: a checkout on Windows has other line ends, which must make no difference to models, hashes
 * and ids.
 */
export function plainLines(text: string): string {
  return text.includes('\r\n') ? text.replaceAll('\r\n', '\n') : text;
}

/**
 * A text with `\n` at the end of each line, in the form in which it replaces another one: with that one's line ends and its byte order
 * mark.
 */
export function asWritten(text: string, before: string): string {
  const mark = before.startsWith('\uFEFF') ? '\uFEFF' : '';
  return mark + (before.includes('\r\n') ? text.replaceAll('\n', '\r\n') : text);
}

/** `plainLines` of every text in these values. */
export function plainValues(values: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, plainValue(value)]));
}

function plainValue(value: JsonValue): JsonValue {
  if (typeof value === 'string') return plainLines(value);
  if (Array.isArray(value)) return value.map(plainValue);
  return isJsonObject(value) ? plainValues(value) : value;
}
