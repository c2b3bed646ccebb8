import type { JsonValue } from '../json.ts';

/** The note for a person about a number that is kept as text. */
export const exactNumberNote =
  'This whole number is kept as text, digit by digit: as a number it would change. Put it in quotes to say that you mean that.';

/**
 * True when a whole number, as it was written, would become another one as a JavaScript number, or print as another text: it has more
 * digits than a double holds, or begins with a zero.
 */
export function wouldChange(written: string): boolean {
  if (!/^[+-]?\d+$/.test(written)) return false;
  return !Number.isSafeInteger(Number(written)) || /^[+-]?0\d/.test(written);
}

/** Parses JSON and keeps whole numbers that a JavaScript number cannot hold as the text of their digits. Throws as `JSON.parse` does. */
export function parseExactJson(text: string): JsonValue {
  return readExactJson(text).value;
}

/** Parses in the same way, and tells whether there were such numbers. */
export function readExactJson(text: string): { readonly value: JsonValue; readonly keptDigits: boolean } {
  const value: JsonValue = JSON.parse(text);
  if (!hasLongNumber(text)) return { value, keptDigits: false };
  const quoted = text.replaceAll(tokens, (token) =>
    !token.startsWith('"') && wouldChange(token) ? `"${token}"` : token,
  );
  const exact: JsonValue = JSON.parse(quoted);
  return { value: exact, keptDigits: quoted !== text };
}

/** True when sixteen digits stand in a row: a quick look before a long one. */
export function hasLongNumber(text: string): boolean {
  return /\d{16}/.test(text);
}

/** Texts are matched as well, so that digits within one are left alone. */
const tokens = /"[^"\\]*(?:\\.[^"\\]*)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/gs;
