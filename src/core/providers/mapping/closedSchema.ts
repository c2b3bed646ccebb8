import { isJsonObject, type JsonObject, type JsonValue } from '../../json.ts';
import type { Warnings } from '../contract/warnings.ts';

/**
 * Keywords to which Anthropic's structured output answers 400. They are left out, and the model is not held to them.
 * https://platform.claude.com/docs/en/build-with-claude/structured-outputs#json-schema-limitations
 */
const unsupported = new Set([
  'minimum',
  'maximum',
  'exclusiveMinimum',
  'exclusiveMaximum',
  'multipleOf',
  'minLength',
  'maxLength',
  'maxItems',
  'uniqueItems',
  'minProperties',
  'maxProperties',
]);

/**
 * The schema in the form that Anthropic takes for an output, or for the strict tool of this name: every object closed, without limits on
 * numbers, lengths and counts.
 */
export function closedSchema(schema: JsonObject, warnings: Warnings, tool?: string): JsonObject {
  const closed = closeValue(schema);
  const result = isJsonObject(closed) ? closed : schema;
  if (JSON.stringify(result) === JSON.stringify(schema)) return result;
  const [field, what] = tool === undefined ? ['output', 'the schema'] : ['tools', `the schema of the tool "${tool}"`];
  warnings.add(field, 'changed', `Anthropic takes closed objects without limits only; ${what} was sent that way.`);
  return result;
}

function closeValue(value: JsonValue): JsonValue {
  if (Array.isArray(value)) return value.map(closeValue);
  if (!isJsonObject(value)) return value;
  const kept = Object.entries(value).filter(([key, inner]) => !isUnsupported(key, inner));
  const closed = Object.fromEntries(kept.map(([key, inner]): [string, JsonValue] => [key, closeField(key, inner)]));
  const isObject = closed['type'] === 'object' || isJsonObject(closed['properties']);
  return isObject ? { ...closed, additionalProperties: false } : closed;
}

/** Closes the schemas under one key. Names under `properties` are the user's: one that is called `minimum` is no limit. */
function closeField(key: string, value: JsonValue): JsonValue {
  if (key === 'enum' || key === 'const' || key === 'default' || key === 'required') return value;
  if (key !== 'properties' && key !== '$defs' && key !== 'definitions') return closeValue(value);
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, schema]): [string, JsonValue] => [name, closeValue(schema)]),
  );
}

function isUnsupported(key: string, value: JsonValue): boolean {
  return unsupported.has(key) || (key === 'minItems' && typeof value === 'number' && value > 1);
}
