import { isJsonObject, type JsonObject, type JsonValue } from '../json.ts';
import { listAt, objectAt } from '../jsonRead.ts';
import { guessTokens } from './promptTokens.ts';
import type { Range } from './range.ts';

/** The deepest nesting of a schema in itself that is counted. */
const deepest = 6;
/** The assumed tokens of a text about which the schema says nothing; then the assumed number of items in a list. */
const text: Range = { low: 1, expected: 12, high: 150 };
const items: Range = { low: 0, expected: 2.5, high: 10 };
const figure: Range = { low: 1, expected: 2, high: 6 };
/** The tokens of quotes, a colon, a comma, and the blanks of models that write JSON over several lines. */
const around: Range = { low: 1, expected: 3, high: 8 };

/** The tokens of JSON that fits a schema. */
export function schemaTokens(schema: JsonObject, depth = 0): Range {
  const fixed = fixedValues(schema);
  if (fixed.length > 0) return span(fixed.map((value) => guessTokens(JSON.stringify(value))));
  const variants = variantsOf(schema);
  if (variants.length > 0) return widest(variants.map((variant) => schemaTokens(variant, depth + 1)));
  if (depth > deepest) return text;
  const properties = objectAt(schema, 'properties');
  if (properties) return objectTokens(properties, listAt(schema, 'required'), depth);
  const element = objectAt(schema, 'items');
  if (element) return listTokens(schemaTokens(element, depth + 1));
  return ['number', 'integer', 'boolean', 'null'].includes(String(schema['type'])) ? figure : text;
}

function fixedValues(schema: JsonObject): readonly JsonValue[] {
  return schema['const'] === undefined ? listAt(schema, 'enum') : [schema['const']];
}

function variantsOf(schema: JsonObject): readonly JsonObject[] {
  return [...listAt(schema, 'anyOf'), ...listAt(schema, 'oneOf')].filter(isJsonObject);
}

function objectTokens(properties: JsonObject, required: readonly JsonValue[], depth: number): Range {
  let sum: Range = { low: 1, expected: 2, high: 4 };
  for (const [name, schema] of Object.entries(properties)) {
    const key = guessTokens(name);
    const value = isJsonObject(schema) ? schemaTokens(schema, depth + 1) : text;
    const mayBeGone = required.length > 0 && !required.includes(name);
    sum = {
      low: sum.low + (mayBeGone ? 0 : key + around.low + value.low),
      expected: sum.expected + key + around.expected + value.expected,
      high: sum.high + key + around.high + value.high,
    };
  }
  return sum;
}

function listTokens(element: Range): Range {
  return {
    low: 2 + items.low * element.low,
    expected: 2 + items.expected * (element.expected + 1),
    high: 2 + items.high * (element.high + around.low),
  };
}

function span(values: readonly number[]): Range {
  const sum = values.reduce((total, value) => total + value, 0);
  return { low: Math.min(...values), expected: sum / values.length, high: Math.max(...values) };
}

function widest(ranges: readonly Range[]): Range {
  const expected = ranges.reduce((total, range) => total + range.expected, 0) / ranges.length;
  return {
    low: Math.min(...ranges.map(({ low }) => low)),
    expected,
    high: Math.max(...ranges.map(({ high }) => high)),
  };
}
