import { isJsonObject, type JsonObject, type JsonValue } from '../json.ts';
import { defined } from '../jsonRead.ts';

/** An input or output of a `.prompty`, from the words of either version. */
export interface PromptyProperty {
  readonly name: string;
  readonly schema: JsonObject;
  readonly kind: string;
  readonly isRequired: boolean;
  readonly default?: JsonValue;
}

/** Reads a list of properties, or a map of name to property or plain value. `samples` says whether a sample serves as default. */
export function propertiesOf(value: JsonValue | undefined, samples: boolean): readonly PromptyProperty[] {
  if (Array.isArray(value))
    return value.flatMap((item) =>
      isJsonObject(item) && typeof item['name'] === 'string' ? [propertyOf(item['name'], item, samples)] : [],
    );
  if (!isJsonObject(value)) return [];
  return Object.entries(value).map(([name, item]) => propertyOf(name, item, samples));
}

const propertyKeys = ['type', 'kind', 'default', 'sample', 'description', 'required', 'example', 'enumValues', 'items'];

function propertyOf(name: string, value: JsonValue, samples: boolean): PromptyProperty {
  const isMap = isJsonObject(value) && propertyKeys.some((key) => Object.hasOwn(value, key));
  if (!isJsonObject(value) || !isMap)
    return { name, kind: kindOf(value), schema: typeSchema(kindOf(value)), isRequired: false, default: value };
  const fallback = value['default'] ?? (samples ? value['sample'] : undefined);
  const kind = textIn(value, 'kind') ?? textIn(value, 'type') ?? (fallback === undefined ? 'any' : kindOf(fallback));
  return {
    name,
    kind,
    schema: schemaOf(value, kind),
    isRequired: value['required'] === true,
    ...defined({ default: fallback }),
  };
}

function textIn(map: JsonObject, key: string): string | undefined {
  const value = map[key];
  return typeof value === 'string' ? value : undefined;
}

function kindOf(value: JsonValue): string {
  if (Array.isArray(value)) return 'array';
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'float';
  if (value === null) return 'any';
  return typeof value;
}

const types: Readonly<Record<string, string>> = {
  string: 'string',
  integer: 'integer',
  float: 'number',
  number: 'number',
  boolean: 'boolean',
  array: 'array',
  list: 'array',
  object: 'object',
};

function typeSchema(kind: string): JsonObject {
  const type = Object.hasOwn(types, kind) ? types[kind] : undefined;
  return type === undefined ? {} : { type };
}

function schemaOf(property: JsonObject, kind: string): JsonObject {
  const { description, enumValues, items, properties, nullable } = property;
  const json = property['json_schema'];
  if (isJsonObject(json)) return json;
  const plain = typeSchema(kind);
  const type = plain['type'];
  return {
    ...plain,
    ...(nullable === true && typeof type === 'string' ? { type: [type, 'null'] } : {}),
    ...(typeof description === 'string' ? { description: description.trim() } : {}),
    ...(Array.isArray(enumValues) ? { enum: enumValues } : {}),
    ...(isJsonObject(items) ? { items: schemaOf(items, textIn(items, 'kind') ?? 'any') } : {}),
    ...(properties === undefined ? {} : objectSchema(propertiesOf(properties, false))),
  };
}

/** The properties as the JSON Schema of an object. */
export function objectSchema(properties: readonly PromptyProperty[]): JsonObject {
  return {
    type: 'object',
    properties: Object.fromEntries(properties.map(({ name, schema }) => [name, schema])),
    required: properties.filter(({ isRequired }) => isRequired).map(({ name }) => name),
  };
}
