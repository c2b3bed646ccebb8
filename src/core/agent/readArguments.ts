import { PolypromptError } from '../errors.ts';
import { isJsonObject, type JsonValue } from '../json.ts';
import { closest } from '../text/closest.ts';
import { formatCount } from '../text/formatCount.ts';
import { inOneLine } from '../text/inOneLine.ts';
import type { ObjectSchema, Schema, ValueOf } from './schema.ts';

/**
 * The arguments of a call, which fit the schema of the tool. Clients check little or nothing, so everything is checked here. Throws
 * `invalid-arguments` with the argument that is wrong and how to write it.
 */
export function readArguments<const Input extends ObjectSchema>(schema: Input, given: unknown): ValueOf<Input> {
  const value = given === undefined || given === null ? {} : given;
  const fault = faultOf(schema, value, '');
  if (fault === undefined && fits(schema, value)) return value;
  throw new PolypromptError('invalid-arguments', fault ?? 'The arguments are no JSON object.', {
    hint: 'Call the tool again with that argument put right.',
  });
}

function fits<const Any extends Schema>(schema: Any, value: unknown): value is ValueOf<Any> {
  return faultOf(schema, value, '') === undefined;
}

/** What is wrong with a value, in a sentence; undefined where nothing is. */
export function faultOf(schema: Schema, value: unknown, name: string): string | undefined {
  switch (schema.type) {
    case 'string':
      return textFault(schema, value, name);
    case 'number':
    case 'integer':
      return numberFault(schema, value, name);
    case 'boolean':
      return typeof value === 'boolean' ? undefined : wrongKind(name, 'true or false');
    case 'array':
      return listFault(schema, value, name);
    case 'object':
      return 'properties' in schema ? fieldsFault(schema, value, name) : freeFault(value, name);
  }
}

type Of<Type extends Schema['type']> = Extract<Schema, { readonly type: Type }>;

function textFault({ enum: choices, maxLength }: Of<'string'>, value: unknown, name: string): string | undefined {
  if (typeof value !== 'string') return wrongKind(name, 'a text');
  if (choices && !choices.includes(value)) return `The argument ${name} is one of: ${choices.join(', ')}.`;
  if (maxLength !== undefined && value.length > maxLength)
    return `The argument ${name} has more than ${formatCount(maxLength)} characters.`;
  return undefined;
}

function numberFault({ type, minimum, maximum }: Of<'number' | 'integer'>, value: unknown, name: string) {
  if (typeof value !== 'number' || !Number.isFinite(value)) return wrongKind(name, 'a number');
  if (type === 'integer' && !Number.isInteger(value)) return wrongKind(name, 'a whole number');
  if (minimum !== undefined && value < minimum) return `The argument ${name} is ${minimum} or more.`;
  if (maximum !== undefined && value > maximum) return `The argument ${name} is ${maximum} or less.`;
  return undefined;
}

function listFault({ items, maxItems }: Of<'array'>, value: unknown, name: string): string | undefined {
  if (!Array.isArray(value)) return wrongKind(name, 'a list');
  if (maxItems !== undefined && value.length > maxItems) return `The argument ${name} has ${maxItems} items at most.`;
  for (const [index, item] of value.entries()) {
    const fault = faultOf(items, item, `${name}[${index}]`);
    if (fault !== undefined) return fault;
  }
  return undefined;
}

function fieldsFault({ properties, required }: ObjectSchema, value: unknown, name: string): string | undefined {
  if (!isJsonObject(value)) return name === '' ? 'The arguments are no JSON object.' : wrongKind(name, 'an object');
  const nameOf = (field: string) => (name === '' ? field : `${name}.${field}`);
  for (const [field, given] of Object.entries(value)) {
    const schema = Object.hasOwn(properties, field) ? properties[field] : undefined;
    const fault = schema ? faultOf(schema, given, nameOf(field)) : unknownField(field, properties);
    if (fault !== undefined) return fault;
  }
  const missing = required.find((field) => !Object.hasOwn(value, field));
  return missing === undefined ? undefined : `The argument ${nameOf(missing)} is missing.`;
}

function unknownField(field: string, properties: ObjectSchema['properties']): string {
  const [alike] = closest(field, Object.keys(properties));
  const meant = alike === undefined ? `There are: ${Object.keys(properties).join(', ')}.` : `Is ${alike} meant?`;
  return `There is no argument "${inOneLine(field.slice(0, 50))}". ${meant}`;
}

/** How deep a value may be nested, so that no walk over it comes to an end of the stack. */
const deepest = 50;

function freeFault(value: unknown, name: string): string | undefined {
  if (!isJsonObject(value)) return wrongKind(name, 'an object');
  return isDeeperThan(deepest, value) ? `The argument ${name} is nested too deep.` : undefined;
}

function isDeeperThan(levels: number, value: JsonValue): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return levels === 0 || Object.values(value).some((inner) => isDeeperThan(levels - 1, inner));
}

function wrongKind(name: string, kind: string): string {
  return `The argument ${name} is not ${kind}.`;
}
