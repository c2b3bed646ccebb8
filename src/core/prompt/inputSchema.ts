import { isJsonObject, type JsonObject, type JsonValue } from '../json.ts';

/** The need for an input by the schema: it may be left out, it may not, or the schema does not know it. */
export type InputNeed = 'optional' | 'required' | 'unknown';

/** Looks up `user.name` in the schema of the inputs. */
export function needOf(schema: JsonObject | undefined, path: readonly string[]): InputNeed {
  const [first = '', ...rest] = path;
  const property = propertyOf(schema, first);
  if (!schema || !property) return 'unknown';
  if (rest.length > 0) return needOf(property, rest);
  const { required, additionalProperties } = schema;
  if (Array.isArray(required) && required.includes(first)) return 'required';
  // A JSON Schema without any `required` was rarely meant to make everything optional; picoschema always means it.
  const saysOptional = Array.isArray(required) || additionalProperties === false || isNullable(property);
  return saysOptional ? 'optional' : 'unknown';
}

/** The schema of one field; undefined when the schema does not name it. */
export function propertyOf(schema: JsonObject | undefined, name: string): JsonObject | undefined {
  const properties = schema?.['properties'];
  if (!isJsonObject(properties) || !Object.hasOwn(properties, name)) return undefined;
  const property = properties[name];
  if (typeof property === 'string') return { type: property };
  return isJsonObject(property) ? property : {};
}

/** The names of an object schema's properties, in their order; empty without any. */
export function propertyNames(schema: JsonObject | undefined): readonly string[] {
  const properties = schema?.['properties'];
  return isJsonObject(properties) ? Object.keys(properties) : [];
}

/** The types that a schema allows, `null` included; empty when it allows all. */
export function typesOf(schema: JsonObject): readonly string[] {
  const { type } = schema;
  if (typeof type === 'string') return type === 'any' ? [] : [type];
  return Array.isArray(type) ? type.filter((item) => typeof item === 'string') : [];
}

function isNullable(schema: JsonObject): boolean {
  const choices = schema['enum'];
  return typesOf(schema).includes('null') || (Array.isArray(choices) && choices.includes(null));
}

/** True when a value is of a type in JSON Schema's sense. */
export function isOfType(value: JsonValue, type: string): boolean {
  if (type === 'integer') return Number.isInteger(value);
  return typeOf(value) === type;
}

function typeOf(value: JsonValue): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
}
