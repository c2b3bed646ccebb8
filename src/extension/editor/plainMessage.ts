import { isJsonObject, type JsonObject } from '../../core/json.ts';

/**
 * A copy of a page's message as plain JSON; undefined for anything that is no JSON, or has more characters than a page of ours sends.
 * Circles, getters that throw, endless depth and numbers without a value are stopped here.
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
