import { isJsonObject, type JsonObject, type JsonValue } from '../json.ts';

/** So often each value has to come on average, and so few may there be, before they are taken for all that there are. */
const repeatsOfEnum = 5;
const mostOfEnum = 8;

/** The JSON Schema that all these records fit: fields that all have, their types, and the values of fields that have few. */
export function inferredSchema(records: readonly JsonObject[]): JsonObject {
  const names = [...new Set(records.flatMap((record) => Object.keys(record)))];
  const required = names.filter((name) => records.every((record) => Object.hasOwn(record, name)));
  const properties = Object.fromEntries(
    names.map((name) => [
      name,
      fieldOf(records.flatMap((record) => (Object.hasOwn(record, name) ? [record[name] ?? null] : []))),
    ]),
  );
  return { type: 'object', required, properties };
}

function fieldOf(values: readonly JsonValue[]): JsonObject {
  const types = [...new Set(values.map(typeOf))].toSorted();
  const texts = [...new Set(values.filter((value) => typeof value === 'string'))].toSorted();
  const isEnum =
    types.join() === 'string' && texts.length <= mostOfEnum && values.length >= repeatsOfEnum * texts.length;
  if (isEnum) return { enum: texts };
  return { type: types.length === 1 ? (types[0] ?? 'null') : types };
}

function typeOf(value: JsonValue): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  return isJsonObject(value) ? 'object' : typeof value;
}
