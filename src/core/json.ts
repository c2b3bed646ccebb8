/** Anything JSON can carry. Every value that crosses a wire, the journal or `postMessage` is one of these. */
export type JsonValue = string | number | boolean | null | JsonValue[] | { [key: string]: JsonValue };

/** A JSON object; also how a JSON Schema travels through the product. */
export type JsonObject = { [key: string]: JsonValue };

/** True for a plain object, false for arrays and null. */
export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
