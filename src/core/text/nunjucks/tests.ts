import { isJsonObject } from '../../json.ts';
import type { Value } from './scope.ts';

type Test = (value: Value, argument: Value) => boolean;

const table: Readonly<Record<string, Test>> = {
  defined: (value) => value !== undefined,
  undefined: (value) => value === undefined,
  none: (value) => value === null,
  null: (value) => value === null,
  odd: (value) => Number(value) % 2 === 1,
  even: (value) => Number(value) % 2 === 0,
  divisibleby: (value, by) => Number(value) % Number(by) === 0,
  number: (value) => typeof value === 'number',
  string: (value) => typeof value === 'string',
  boolean: (value) => typeof value === 'boolean',
  mapping: (value) => isJsonObject(value),
  iterable: (value) => Array.isArray(value) || typeof value === 'string',
  sequence: (value) => Array.isArray(value),
  truthy: (value) => Boolean(value),
  falsy: (value) => !value,
  lower: (value) => typeof value === 'string' && value.toLowerCase() === value,
  upper: (value) => typeof value === 'string' && value.toUpperCase() === value,
  sameas: (value, other) => value === other,
  equalto: (value, other) => value === other,
  eq: (value, other) => value === other,
  ne: (value, other) => value !== other,
  greaterthan: (value, other) => Number(value) > Number(other),
  lessthan: (value, other) => Number(value) < Number(other),
  callable: () => false,
  escaped: () => false,
  gt: (value, other) => Number(value) > Number(other),
  ge: (value, other) => Number(value) >= Number(other),
  lt: (value, other) => Number(value) < Number(other),
  le: (value, other) => Number(value) <= Number(other),
};

/** The test after `is`. Throws for an unknown name. */
export function findTest(name: string): Test {
  const test = Object.hasOwn(table, name) ? table[name] : undefined;
  if (test === undefined) throw new Error(`There is no test "${name}".`);
  return test;
}
