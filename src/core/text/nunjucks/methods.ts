import type { Value } from './scope.ts';
import { numberOf, textOfValue } from './values.ts';

type Method<Subject> = (subject: Subject, args: readonly Value[]) => Value;

function optionalNumber(value: Value): number | undefined {
  return typeof value === 'number' ? value : undefined;
}

/** The methods of texts that templates are known to call; none of them gives a function or takes a pattern. */
const ofText: Readonly<Record<string, Method<string>>> = {
  toUpperCase: (text) => text.toUpperCase(),
  toLowerCase: (text) => text.toLowerCase(),
  trim: (text) => text.trim(),
  toString: (text: string) => text,
  split: (text, [separator]) => text.split(textOfValue(separator)),
  replace: (text, [old, replacement]) => text.replace(textOfValue(old), () => textOfValue(replacement)),
  includes: (text, [part]) => text.includes(textOfValue(part)),
  startsWith: (text, [part]) => text.startsWith(textOfValue(part)),
  endsWith: (text, [part]) => text.endsWith(textOfValue(part)),
  indexOf: (text, [part]) => text.indexOf(textOfValue(part)),
  slice: (text, [start, end]) => text.slice(numberOf(start, 0), optionalNumber(end)),
  substring: (text, [start, end]) => text.substring(numberOf(start, 0), optionalNumber(end)),
};

const ofList: Readonly<Record<string, Method<readonly Value[]>>> = {
  join: (list, [separator]) => list.map(textOfValue).join(separator === undefined ? ',' : textOfValue(separator)),
  includes: (list, [item]) => list.includes(item),
  indexOf: (list, [item]) => list.indexOf(item),
};

/** Calls a method of a text, a list or a number. Throws for one that is not offered. */
export function callMethod(subject: Value, name: string, args: readonly Value[]): Value {
  if (typeof subject === 'string' && Object.hasOwn(ofText, name)) return ofText[name]?.(subject, args);
  if (Array.isArray(subject)) {
    if (name === 'slice') return subject.slice(numberOf(args[0], 0), optionalNumber(args[1]));
    if (Object.hasOwn(ofList, name)) return ofList[name]?.(subject, args);
  }
  if (typeof subject === 'number' && name === 'toFixed')
    return subject.toFixed(Math.min(100, Math.max(0, numberOf(args[0], 0))));
  throw new Error(`There is no method "${name}" here.`);
}
