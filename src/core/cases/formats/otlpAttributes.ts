import { isJsonObject, type JsonObject, type JsonValue } from '../../json.ts';
import { listAt, objectAt } from '../../jsonRead.ts';
import { numberIn } from '../calls/fields.ts';

/** The attributes of a span or a log record as a plain object. */
export function attributesOf(record: JsonObject): JsonObject {
  return fieldsOf(listAt(record, 'attributes'));
}

function fieldsOf(list: readonly JsonValue[]): JsonObject {
  return Object.fromEntries(
    list.flatMap((entry) =>
      isJsonObject(entry) && typeof entry['key'] === 'string'
        ? [[entry['key'], anyValue(entry['value'])] as const]
        : [],
    ),
  );
}

/**
 * A value of OTLP's JSON. A 64-bit integer is text from the Collector and a number from JavaScript:
 * https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding
 */
export function anyValue(value: JsonValue | undefined): JsonValue {
  if (!isJsonObject(value)) return value ?? null;
  if ('stringValue' in value) return value['stringValue'] ?? '';
  if ('intValue' in value) return numberIn(value['intValue']) ?? null;
  if ('doubleValue' in value) return numberIn(value['doubleValue']) ?? null;
  if ('boolValue' in value) return value['boolValue'] ?? null;
  if ('arrayValue' in value) return listAt(objectAt(value, 'arrayValue'), 'values').map(anyValue);
  if ('kvlistValue' in value) return fieldsOf(listAt(objectAt(value, 'kvlistValue'), 'values'));
  return value['bytesValue'] ?? null;
}

/** The fields below a dotted prefix, with the prefix taken away. */
export function below(attributes: JsonObject, prefix: string): JsonObject {
  const fields = Object.entries(attributes).filter(([key]) => key.startsWith(prefix));
  return Object.fromEntries(fields.map(([key, value]) => [key.slice(prefix.length), value]));
}

/** The values of `prefix0.…`, `prefix1.…` as one flat object each, in the order of their numbers. */
export function numbered(attributes: JsonObject, prefix: string): readonly JsonObject[] {
  const items = new Map<number, JsonObject>();
  for (const [key, value] of Object.entries(below(attributes, prefix))) {
    const [, digits = '', rest = ''] = /^(\d+)(?:\.(.*))?$/.exec(key) ?? [];
    if (digits === '') continue;
    const item = items.get(Number(digits)) ?? {};
    items.set(Number(digits), item);
    item[rest] = value;
  }
  return [...items].sort(([left], [right]) => left - right).map(([, item]) => item);
}
