import { isJsonObject, type JsonObject, type JsonValue } from './json.ts';

// This file reads answers of vendors without trusting their shape: a field of another type counts as absent.

/** The object under a key; undefined when there is none. */
export function objectAt(value: unknown, key: string): JsonObject | undefined {
  const field = isJsonObject(value) ? value[key] : undefined;
  return isJsonObject(field) ? field : undefined;
}

/** The list under a key; empty when there is none. */
export function listAt(value: unknown, key: string): readonly JsonValue[] {
  const field = isJsonObject(value) ? value[key] : undefined;
  return Array.isArray(field) ? field : [];
}

/** The text under a key; undefined when there is none. */
export function textAt(value: unknown, key: string): string | undefined {
  const field = isJsonObject(value) ? value[key] : undefined;
  return typeof field === 'string' ? field : undefined;
}

/** True or false under a key; undefined when there is neither. */
export function booleanAt(value: unknown, key: string): boolean | undefined {
  const field = isJsonObject(value) ? value[key] : undefined;
  return typeof field === 'boolean' ? field : undefined;
}

/** A count of tokens: anything but a finite number of at least 0 is unknown. */
export function countAt(value: unknown, key: string): number | undefined {
  const field = isJsonObject(value) ? value[key] : undefined;
  return typeof field === 'number' && Number.isFinite(field) && field >= 0 ? field : undefined;
}

/** The object without its undefined fields. */
export function defined<Shape extends Record<string, unknown>>(
  fields: Shape,
): { [Key in keyof Shape]?: Exclude<Shape[Key], undefined> };
export function defined(fields: Record<string, unknown>): Record<string, unknown> {
  const kept: Record<string, unknown> = {};
  for (const key of Object.keys(fields)) if (fields[key] !== undefined) kept[key] = fields[key];
  return kept;
}

/** The arguments of a tool call; text that is not JSON is kept as it came. */
export function parseArguments(text: string): JsonValue {
  if (text.trim() === '') return {};
  try {
    const parsed: JsonValue = JSON.parse(text);
    return parsed;
  } catch {
    return text;
  }
}

/** The JSON object that a text holds; undefined for any other text. */
export function jsonObjectIn(text: string): JsonObject | undefined {
  try {
    const value: JsonValue = JSON.parse(text);
    return isJsonObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
