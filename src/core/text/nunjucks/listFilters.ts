import { isJsonObject, type JsonObject, type JsonValue } from '../../json.ts';
import type { Value } from './scope.ts';
import { findTest } from './tests.ts';
import { attributeOf, listOf, numberOf, plus, textOfValue } from './values.ts';

export interface FilterArguments {
  readonly args: readonly Value[];
  readonly named: JsonObject;
}

export type Filter = (value: Value, given: FilterArguments) => Value;

function text(value: Value): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

/** The given attribute of an item, or the item itself. */
function pick(item: Value, attribute: Value): Value {
  return typeof attribute === 'string' && attribute !== '' ? attributeOf(item, attribute) : item;
}

/** Cuts a list into lists of `size` items; the last one is filled up where there is a value for it. */
function chunked(items: readonly JsonValue[], size: number, fill: Value): JsonValue[][] {
  const chunks = Math.ceil(items.length / Math.max(1, size));
  return Array.from({ length: chunks }, (_, index) => {
    const chunk = items.slice(index * size, (index + 1) * size);
    return fill ? [...chunk, ...Array.from({ length: size - chunk.length }, () => fill)] : chunk;
  });
}

/** Cuts a list into columns; the first ones take the rest. */
function columns(items: readonly JsonValue[], count: number): JsonValue[][] {
  const whole = Math.floor(items.length / count);
  const longer = items.length % count;
  return Array.from({ length: Math.min(count, 10_000) }, (_, index) => {
    const start = index * whole + Math.min(index, longer);
    return items.slice(start, start + whole + (index < longer ? 1 : 0));
  });
}

function compare(left: Value, right: Value, caseSensitive: boolean): number {
  const [a, b] = [left, right].map((value) =>
    typeof value === 'string' && !caseSensitive ? value.toLowerCase() : value,
  );
  if (typeof a === 'string' && typeof b === 'string') return a < b ? -1 : Number(a > b);
  return Number(a) - Number(b);
}

function listOrNone(value: Value): readonly JsonValue[] {
  return value === undefined ? [] : listOf(value);
}

function sorted(value: Value, { args, named }: FilterArguments): JsonValue {
  const [reverse = named['reverse'], caseSensitive = named['case_sensitive'], attribute = named['attribute']] = args;
  const direction = reverse ? -1 : 1;
  return listOrNone(value).toSorted(
    (a, b) => direction * compare(pick(a, attribute), pick(b, attribute), Boolean(caseSensitive)),
  );
}

function grouped(value: Value, { args }: FilterArguments): JsonValue {
  const groups = new Map<string, JsonValue[]>();
  for (const item of listOf(value)) {
    const key = String(pick(item, args[0]));
    groups.set(key, [...(groups.get(key) ?? []), item]);
  }
  return Object.fromEntries(groups);
}

function kept(value: Value, test: (item: JsonValue) => boolean): JsonValue {
  return listOf(value).filter(test);
}

function passes(item: JsonValue, [name, argument]: readonly Value[]): boolean {
  return name === undefined ? Boolean(item) : findTest(textOfValue(name))(item, argument);
}

/** The length of a value; numbers have none, and nothing has the length 0. */
function lengthOf(value: Value): Value {
  return typeof value === 'number' || typeof value === 'boolean' ? undefined : textOfValue(value).length;
}

function dictSorted(value: Value, { args }: FilterArguments): JsonValue {
  const entries = isJsonObject(value) ? Object.entries(value) : [];
  const at = args[1] === 'value' ? 1 : 0;
  return entries.sort((a, b) => compare(a[at], b[at], Boolean(args[0]))).map(([key, field]): JsonValue => [key, field]);
}

export const listFilters: Readonly<Record<string, Filter>> = {
  batch: (value, { args }) => chunked(listOf(value), Math.min(10_000, numberOf(args[0], 1)), args[1]),
  slice: (value, { args }) => columns(listOf(value), Math.max(1, numberOf(args[0], 1))),
  first: (value) => listOf(value)[0],
  last: (value) => listOf(value).at(-1),
  list: (value) =>
    isJsonObject(value) ? Object.entries(value).map(([key, field]) => ({ key, value: field })) : [...listOf(value)],
  length: (value) =>
    isJsonObject(value) ? Object.keys(value).length : Array.isArray(value) ? value.length : lengthOf(value),
  join: (value, { args, named }) =>
    listOf(value)
      .map((item) => textOfValue(pick(item, args[1] ?? named['attribute'])))
      .join(text(args[0]) ?? ''),
  reverse: (value) => (typeof value === 'string' ? [...value].reverse().join('') : listOrNone(value).toReversed()),
  sort: sorted,
  sum: (value, { args }) =>
    plus(
      numberOf(args[1], 0),
      listOf(value).reduce<Value>((sum, item) => plus(sum, pick(item, args[0])), 0),
    ),
  unique: (value) => [...new Set(listOf(value))],
  groupby: grouped,
  dictsort: dictSorted,
  select: (value, { args }) => kept(value, (item) => passes(item, args)),
  reject: (value, { args }) => kept(value, (item) => !passes(item, args)),
  selectattr: (value, { args }) => kept(value, (item) => Boolean(pick(item, args[0]))),
  rejectattr: (value, { args }) => kept(value, (item) => !pick(item, args[0])),
  map: (value, { args, named }) => listOf(value).map((item) => pick(item, args[0] ?? named['attribute']) ?? null),
};
