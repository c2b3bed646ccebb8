import { hashJson } from '../hash.ts';

import type { JsonValue } from '../json.ts';
import { countAt, defined, jsonObjectIn, listAt, textAt } from '../jsonRead.ts';
import type { Message } from '../messages.ts';
import { classQuestion } from '../routing/classQuestion.ts';
import { type RequestClass, requestClasses } from '../routing/route.ts';

/** The class that a model told of a request, with its cost and time. */
export interface ToldClass {
  readonly class: RequestClass;
  /** USD; absent when not known. */
  readonly cost?: number;
  /** Milliseconds until it was told. */
  readonly totalMs: number;
}

/** The told classes by `toldKey`. */
export type ToldClasses = ReadonlyMap<string, ToldClass>;

/** A key that is the same for the same question to the same model. */
export function toldKey(model: string, messages: readonly Message[]): string {
  const question: JsonValue = JSON.parse(JSON.stringify(classQuestion(messages)));
  return hashJson({ model, question }).slice(0, 24);
}

const version = 1;

/** The text of the file: sorted, with a line for each answer, so that a merge shows what differs. */
export function formatToldClasses(told: ToldClasses): string {
  const lines = [...told]
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([key, answer]) => `    ${JSON.stringify({ key, ...answer })}`);
  return `{\n  "version": ${version},\n  "classes": [\n${lines.join(',\n')}\n  ]\n}\n`;
}

/** Reads the file; empty for a text that is no such file. Lines of a wrong form are left out. */
export function readToldClasses(text: string): ToldClasses {
  const file = jsonObjectIn(text);
  if (file?.['version'] !== version) return new Map();
  const told = listAt(file, 'classes').flatMap((line) => {
    const [key, name] = [textAt(line, 'key'), textAt(line, 'class')];
    const known = requestClasses.find((one) => one === name);
    const totalMs = countAt(line, 'totalMs');
    const cost = countAt(line, 'cost');
    if (key === undefined || !known || totalMs === undefined) return [];
    return [[key, { class: known, totalMs, ...defined({ cost }) }] as const];
  });
  return new Map(told);
}
