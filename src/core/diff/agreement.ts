import { isJsonObject, type JsonObject } from '../json.ts';
import { parseExactJson } from '../text/exactNumbers.ts';
import { formatJson } from './formatJson.ts';

/** The number of answers that say the same, for a field of JSON answers or for the whole text. */
export interface Agreement {
  readonly agreeing: number;
  readonly total: number;
  readonly field?: string;
  /** The value most answers gave, as JSON; absent for whole texts. */
  readonly value?: string;
}

/**
 * The points on which answers agree. JSON objects are compared by their plain fields (strings, numbers, booleans), most contested first;
 * other answers as whole texts, where white space and capitals do not count.
 */
export function agreements(answers: readonly string[]): readonly Agreement[] {
  if (answers.length < 2) return [];
  const objects = answers.map(readObject).filter((object) => object !== undefined);
  if (objects.length === answers.length) return fieldAgreements(objects);
  const { count } = mostFrequent(answers.map((answer) => answer.trim().replaceAll(/\s+/g, ' ').toLowerCase()));
  return [{ agreeing: count, total: answers.length }];
}

function readObject(answer: string): JsonObject | undefined {
  const json = formatJson(answer, { sortKeys: false });
  const value = json === undefined ? undefined : parseExactJson(json);
  return isJsonObject(value) ? value : undefined;
}

function fieldAgreements(objects: readonly JsonObject[]): readonly Agreement[] {
  const fields = Object.keys(objects[0] ?? {}).filter((field) => objects.every((object) => isPlain(object, field)));
  return fields
    .map((field) => {
      const { value, count } = mostFrequent(objects.map((object) => JSON.stringify(object[field])));
      return { agreeing: count, total: objects.length, field, value };
    })
    .sort((a, b) => a.agreeing - b.agreeing);
}

function isPlain(object: JsonObject, field: string): boolean {
  return Object.hasOwn(object, field) && typeof object[field] !== 'object';
}

function mostFrequent(values: readonly string[]): { readonly value: string; readonly count: number } {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  const [first] = [...counts].sort((a, b) => b[1] - a[1]);
  return { value: first?.[0] ?? '', count: first?.[1] ?? 0 };
}
