import { isJsonObject, type JsonObject, type JsonValue } from '../json.ts';

/** What a schema says of an input: it may be left out, it may not, or the schema does not know it. */
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

/** What is wrong with a value, in words for its author; `path` leads to it. Checks types, choices and required fields. */
export interface ValueProblem {
  readonly path: readonly string[];
  readonly message: string;
}

export function checkValue(
  value: JsonValue,
  schema: JsonObject,
  path: readonly string[] = [],
): readonly ValueProblem[] {
  const types = typesOf(schema);
  if (types.length > 0 && !types.some((type) => isOfType(value, type)))
    return [{ path, message: `is ${describeTypes(types)}, not ${describeTypes([typeOf(value)])}` }];
  const choices = schema['enum'];
  if (Array.isArray(choices) && !choices.some((choice) => choice === value))
    return [{ path, message: `is one of ${choices.map((choice) => JSON.stringify(choice)).join(', ')}` }];
  if (Array.isArray(value)) return checkItems(value, schema, path);
  return isJsonObject(value) ? checkFields(value, schema, path) : [];
}

function checkItems(value: readonly JsonValue[], schema: JsonObject, path: readonly string[]) {
  const { items } = schema;
  if (!isJsonObject(items)) return [];
  return value.flatMap((item, index) => checkValue(item, items, [...path, String(index)]));
}

function checkFields(value: JsonObject, schema: JsonObject, path: readonly string[]): readonly ValueProblem[] {
  const required = Array.isArray(schema['required']) ? schema['required'] : [];
  const absent = required
    .filter((name) => typeof name === 'string')
    .filter((name) => path.length > 0 && !Object.hasOwn(value, name))
    .map((name) => ({ path: [...path, name], message: 'is missing' }));
  const wrong = Object.entries(value).flatMap(([name, item]) => {
    const property = propertyOf(schema, name);
    return property ? checkValue(item, property, [...path, name]) : [];
  });
  return [...absent, ...wrong];
}

function isOfType(value: JsonValue, type: string): boolean {
  if (type === 'integer') return Number.isInteger(value);
  return typeOf(value) === type;
}

function typeOf(value: JsonValue): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
}

const typeWords: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  integer: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a map',
  null: 'null',
};

/** `['string', 'null']` -> "a text or null". */
export function describeTypes(types: readonly string[]): string {
  return types.map((type) => (Object.hasOwn(typeWords, type) ? typeWords[type] : type)).join(' or ');
}
