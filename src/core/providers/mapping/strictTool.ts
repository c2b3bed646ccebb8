import { isJsonObject, type JsonObject, type JsonValue } from '../../json.ts';
import type { ToolDefinition } from '../../messages.ts';
import type { Warnings } from '../contract/warnings.ts';
import { isStrictSchema } from './outputSchema.ts';
import { keywordsUnknownToStrict } from './schemaKeywords.ts';

/** The schema of a tool, with whether OpenAI and similar servers can hold a model to it; undefined where nobody asked for that. */
export interface StrictTool {
  readonly schema: JsonObject;
  readonly strict: boolean | undefined;
}

/**
 * Closes the objects of a strict tool, since OpenAI answers 400 to open ones; where that is not enough, strict is taken back.
 * https://platform.openai.com/docs/guides/structured-outputs
 */
export function strictTool({ name, inputSchema, strict }: ToolDefinition, warnings: Warnings): StrictTool {
  const schema = inputSchema ?? { type: 'object', properties: {} };
  if (strict !== true) return { schema, strict };
  const closed = closeObject(schema);
  if (!isStrictSchema(closed) || keywordsUnknownToStrict(closed).length > 0) {
    const why = 'strict tools need closed objects, every property required, and no limits that they do not know';
    warnings.add('tools', 'changed', `The tool "${name}" was sent without strict: ${why}.`);
    return { schema, strict: false };
  }
  if (JSON.stringify(closed) !== JSON.stringify(schema))
    warnings.add('tools', 'changed', `The objects of the tool "${name}" were closed, as strict tools need.`);
  return { schema: closed, strict };
}

function closeObject(schema: JsonObject): JsonObject {
  const closed = Object.fromEntries(Object.entries(schema).map(([key, inner]) => [key, closeField(key, inner)]));
  const isOpen = closed['additionalProperties'] === undefined;
  const isObject = closed['type'] === 'object' || isJsonObject(closed['properties']);
  return isObject && isOpen ? { ...closed, additionalProperties: false } : closed;
}

/** Closes the schemas under one key. Names under `properties` are the user's; every other object holds a schema. */
function closeField(key: string, value: JsonValue): JsonValue {
  if (key === 'enum' || key === 'const' || key === 'default' || key === 'required') return value;
  if (Array.isArray(value)) return value.map((item) => (isJsonObject(item) ? closeObject(item) : item));
  if (!isJsonObject(value)) return value;
  if (key !== 'properties' && key !== '$defs' && key !== 'definitions') return closeObject(value);
  return Object.fromEntries(
    Object.entries(value).map(([name, schema]) => [name, isJsonObject(schema) ? closeObject(schema) : schema]),
  );
}
