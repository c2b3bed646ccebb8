import type { Value } from './scope.ts';
import { numberOf, textOfValue } from './values.ts';

type Method<Subject> = (subject: Subject, args: readonly Value[]) => Value;

function optionalNumber(value: Value): number | undefined {
  return typeof value === 'number' ? value : undefined;
}

/** The methods of texts that templates are known to call; none of them returns a function or takes a pattern. */
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
  substr: (text, [start, length]) => {
    const from = numberOf(start, 0) < 0 ? Math.max(0, text.length + numberOf(start, 0)) : numberOf(start, 0);
    return text.slice(from, length === undefined ? undefined : from + Math.max(0, numberOf(length, 0)));
  },
  at: (text, [index]) => text.at(numberOf(index, 0)),
  charAt: (text, [index]) => text.charAt(numberOf(index, 0)),
  charCodeAt: (text, [index]) => text.charCodeAt(numberOf(index, 0)),
  codePointAt: (text, [index]) => text.codePointAt(numberOf(index, 0)),
  concat: (text, parts) => text + parts.map(String).join(''),
  lastIndexOf: (text, [part]) => text.lastIndexOf(textOfValue(part)),
  padStart: (text, [length, fill]) => text.padStart(Math.min(longest, numberOf(length, 0)), fillText(fill)),
  padEnd: (text, [length, fill]) => text.padEnd(Math.min(longest, numberOf(length, 0)), fillText(fill)),
  repeat: (text, [count]) => text.repeat(Math.min(longest / Math.max(1, text.length), Math.max(0, numberOf(count, 0)))),
  replaceAll: (text, [old, replacement]) => text.replaceAll(textOfValue(old), () => textOfValue(replacement)),
  trimStart: (text) => text.trimStart(),
  trimEnd: (text) => text.trimEnd(),
};

/** The most UTF-16 units of a text that one call may make. */
const longest = 1_000_000;

function fillText(fill: Value): string {
  return fill === undefined ? ' ' : textOfValue(fill);
}

const ofList: Readonly<Record<string, Method<readonly Value[]>>> = {
  join: (list, [separator]) => list.map(textOfValue).join(separator === undefined ? ',' : textOfValue(separator)),
  includes: (list, [item]) => list.includes(item),
  indexOf: (list, [item]) => list.indexOf(item),
  lastIndexOf: (list, [item]) => list.lastIndexOf(item),
  at: (list, [index]) => list.at(numberOf(index, 0)),
  toString: (list: readonly Value[]) => String(list),
};

const ofNumber: Readonly<Record<string, Method<number>>> = {
  toFixed: (number, [digits]) => number.toFixed(Math.min(100, Math.max(0, numberOf(digits, 0)))),
  toPrecision: (number, [digits]) =>
    digits === undefined ? String(number) : number.toPrecision(Math.min(100, Math.max(1, numberOf(digits, 1)))),
  toString: (number: number) => String(number),
};

/** Methods of lists that give lists. */
const listMethods = ['slice', 'concat'];

/** True when some value has a method of this name. Methods that change a list are left out, since values stay as they are. */
export function isMethod(name: string): boolean {
  return listMethods.includes(name) || [ofText, ofList, ofNumber].some((table) => Object.hasOwn(table, name));
}

/** Calls a method of a text, a list or a number. Throws for a method that is not offered. */
export function callMethod(subject: Value, name: string, args: readonly Value[]): Value {
  if (typeof subject === 'string' && Object.hasOwn(ofText, name)) return ofText[name]?.(subject, args);
  if (Array.isArray(subject)) {
    if (name === 'slice') return subject.slice(numberOf(args[0], 0), optionalNumber(args[1]));
    if (name === 'concat')
      return [...subject, ...args.flatMap((item) => (Array.isArray(item) ? item : [item ?? null]))];
    if (Object.hasOwn(ofList, name)) return ofList[name]?.(subject, args);
  }
  if (typeof subject === 'number' && Object.hasOwn(ofNumber, name)) return ofNumber[name]?.(subject, args);
  throw new Error(`There is no method "${name}" here.`);
}
