import { isJsonObject, type JsonObject, type JsonValue } from '../../json.ts';

/** The JSON that a field holds as text, or the field itself; text that is no JSON stays text. Only for fields that are JSON by their format. */
export function decoded(value: JsonValue | undefined): JsonValue | undefined {
  if (typeof value !== 'string') return value;
  try {
    const parsed: JsonValue = JSON.parse(value);
    return parsed;
  } catch {
    return value;
  }
}

/** The object that a field holds, as itself or as JSON text; empty when there is none. */
export function objectIn(value: JsonValue | undefined): JsonObject {
  const found = decoded(value);
  return isJsonObject(found) ? found : {};
}

/** The list that a field holds, as itself or as JSON text; empty when there is none. */
export function listIn(value: JsonValue | undefined): readonly JsonValue[] {
  const found = decoded(value);
  return Array.isArray(found) ? found : [];
}

/** The first of these fields that holds text that is not empty. Exports write "" where nothing is set. */
export function firstText(record: JsonObject, ...keys: readonly string[]): string | undefined {
  for (const key of keys) {
    const value = record[key];
    if (typeof value === 'string' && value !== '') return value;
  }
  return undefined;
}

/** The number in a field, written as a number or as text of digits; undefined for anything else. */
export function numberIn(value: JsonValue | undefined): number | undefined {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : undefined;
}

/** The object without fields that are null, undefined or "". */
export function filled(record: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(record).filter(([, value]) => value !== null && value !== undefined && value !== ''),
  );
}
