import { isJsonObject, type JsonObject, type JsonValue } from '../../json.ts';
import type { ModelCall, OutputFormat } from '../../messages.ts';
import { textOf } from '../contract/provider.ts';
import type { Warnings } from '../contract/warnings.ts';
import { keywordsUnknownToStrict } from './schemaKeywords.ts';

/** A schema with its name in the alphabet that OpenAI and similar servers accept, and `strict` only where it can be kept. */
export interface NamedSchema {
  readonly name: string;
  readonly schema: JsonObject;
  readonly strict: boolean;
}

/** The schema for a vendor like OpenAI. Where strict cannot be kept it is false; that adds a warning if it was asked for. */
export function namedSchema(output: OutputFormat, schema: JsonObject, warnings: Warnings): NamedSchema {
  const name = (output.name ?? 'answer').replace(/[^\w-]/g, '_').slice(0, 64) || 'answer';
  const isWhole = isStrictSchema(schema);
  const unknown = keywordsUnknownToStrict(schema);
  if (output.strict && !isWhole) {
    warnings.add(
      'output',
      'changed',
      'Strict output needs additionalProperties: false and every property required in each object; the schema was sent without strict.',
    );
  } else if (isWhole && unknown.length > 0 && output.strict !== false) {
    const keywords = unknown.join(', ');
    warnings.add('output', 'changed', `Strict output does not know ${keywords}; the schema was sent without strict.`);
  }
  return { name, schema, strict: isWhole && unknown.length === 0 && output.strict !== false };
}

/**
 * True when every object is closed and every property is required at every depth, which OpenAI demands of strict schemas:
 * https://platform.openai.com/docs/guides/structured-outputs
 */
export function isStrictSchema(schema: JsonValue): boolean {
  if (Array.isArray(schema)) return schema.every(isStrictSchema);
  if (!isJsonObject(schema)) return true;
  const { properties, required } = schema;
  if (schema['type'] === 'object' || isJsonObject(properties)) {
    const names = isJsonObject(properties) ? Object.keys(properties) : [];
    const isClosed = schema['additionalProperties'] === false;
    if (!isClosed || !Array.isArray(required) || !names.every((name) => required.includes(name))) return false;
  }
  const inner = Object.entries(schema).filter(
    ([key]) => key !== 'enum' && key !== 'const' && key !== 'required' && key !== 'additionalProperties',
  );
  return inner.every(([key, value]) =>
    key === 'properties' && isJsonObject(value) ? Object.values(value).every(isStrictSchema) : isStrictSchema(value),
  );
}

/**
 * True when a message mentions JSON. OpenAI and similar servers otherwise answer 400 to `json_object`:
 * https://github.com/StefanBratanov/jvm-openai/issues/15
 */
export function mentionsJson(call: ModelCall): boolean {
  return call.messages.some((message) => /json/i.test(textOf(message)));
}

export const jsonReminder = 'Answer with JSON only.';
