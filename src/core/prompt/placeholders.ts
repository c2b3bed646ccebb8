import type { JsonObject, JsonValue } from '../json.ts';
import type { TextRange } from '../text/textRange.ts';

/** One `{{name}}` in a text. */
export interface Placeholder {
  readonly name: string;
  readonly range: TextRange;
  /** True for `{{ name }}`, which GitHub's own tool does not replace. */
  readonly hasSpaces: boolean;
}

const pattern = /\{\{([^{}\r\n]+)\}\}/g;
const variableName = /^[\p{L}_$][\p{L}\p{N}_$.-]*$/u;

/** Finds the places that name a variable. Other things in double braces (code, formulas) are text. */
export function findPlaceholders(source: string, offset = 0): readonly Placeholder[] {
  return [...source.matchAll(pattern)].flatMap((match) => {
    const [whole, inside = ''] = match;
    const name = inside.trim();
    const start = match.index + offset;
    if (!variableName.test(name)) return [];
    return [{ name, range: { start, end: start + whole.length }, hasSpaces: name !== inside }];
  });
}

/** Puts values in their places, once: the text of a value is not searched for places. Places without a value stay as they are. */
export function fillPlaceholders(source: string, values: JsonObject, write: (value: JsonValue) => string): string {
  return source.replace(pattern, (whole: string, inside: string) => {
    const name = inside.trim();
    const value = Object.hasOwn(values, name) ? values[name] : undefined;
    return value === undefined ? whole : write(value);
  });
}

/** A value as Go's `%v` prints it, which is the form that GitHub's tool sends. */
export function goText(value: JsonValue): string {
  if (value === null) return '<nil>';
  if (Array.isArray(value)) return `[${value.map(goText).join(' ')}]`;
  if (typeof value === 'number') return goNumber(value);
  if (typeof value !== 'object') return String(value);
  const keys = Object.keys(value).sort();
  return `map[${keys.map((key) => `${key}:${goText(value[key] ?? null)}`).join(' ')}]`;
}

/** Go writes small numbers with an exponent of two digits. */
function goNumber(value: number): string {
  const text = value !== 0 && Math.abs(value) < 1e-4 ? value.toExponential() : String(value);
  return text.replace(/e([+-])(\d)$/, 'e$10$2');
}

/** A value as people expect it in a text: strings as they are, everything else as JSON. */
export function jsonText(value: JsonValue): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
