import { isJsonObject, type JsonObject } from '../../core/json.ts';

/**
 * A message of a page as plain JSON of its own; undefined for what is none, or has more characters than a page of ours sends. Circles,
 * getters that throw, endless depth and numbers without a value do not get any further.
 */
export function plainMessage(raw: unknown, maxSize: number): JsonObject | undefined {
  try {
    const json: unknown = JSON.stringify(raw);
    if (typeof json !== 'string' || json.length > maxSize) return undefined;
    const message: unknown = JSON.parse(json);
    return isJsonObject(message) ? message : undefined;
  } catch {
    return undefined;
  }
}
