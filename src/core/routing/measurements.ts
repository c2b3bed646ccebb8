import type { JsonObject, JsonValue } from '../json.ts';
import { countAt, defined, jsonObjectIn, listAt, textAt } from '../jsonRead.ts';
import { type Difficulty, readDifficulty } from './difficulty.ts';
import { type RequestClass, requestClasses } from './route.ts';

/** The results of one target in one class of requests, on a team's own cases. */
export interface ClassFigures {
  readonly passed: number;
  readonly graded: number;
  /** USD for one request; absent when unknown. */
  readonly cost?: number;
}

/** The figure that the floor of a route is of, as far as it was measured. */
export interface FloorFigures {
  /** As the route names it, such as `recall(refund)`. */
  readonly name: string;
  /** A share from 0 to 1 of `of` cases, for a class of requests or for all requests; absent where there was no such figure. */
  readonly values: readonly FloorFigure[];
}

export interface FloorFigure {
  readonly target: string;
  readonly class?: RequestClass;
  readonly value: number;
  readonly of: number;
}

/** The knowledge of a route from eval results: `.polyprompt/routes/<route>.json`, meant to be committed. */
export interface Measurements {
  readonly classes: Readonly<Record<RequestClass, ReadonlyMap<string, ClassFigures>>>;
  /** The class of requests with these features, where it was learnt. */
  readonly table: ReadonlyMap<string, RequestClass>;
  /** Words of prompts that the table uses as well. */
  readonly words: readonly string[];
  /** The knowledge of a logistic classifier. */
  readonly difficulty?: Difficulty;
  /** Only for a route whose floor is of a figure. */
  readonly figure?: FloorFigures;
  /** The ISO date, and `suites`, from which it was learnt. */
  readonly date: string;
  readonly suites: readonly string[];
}

const version = 1;

/** The text of the file: sorted, with one line for each target and class, so that a merge shows what differs. */
export function formatMeasurements(measured: Measurements): string {
  const { date, suites, classes, table, words, difficulty, figure } = measured;
  const lines = requestClasses.flatMap((name) =>
    [...classes[name]].sort(byName).map(([target, figures]) => ({ class: name, target, ...figures })),
  );
  const rows = [...table].sort(byName).map(([features, name]) => ({ features, class: name }));
  const list = (items: readonly object[]) =>
    items.length === 0 ? '[]' : `[\n${items.map((item) => `    ${JSON.stringify(item)}`).join(',\n')}\n  ]`;
  return `{\n  "version": ${version},\n  "date": ${JSON.stringify(date)},\n  "suites": ${JSON.stringify(suites)},\n  "figures": ${list(lines)},\n  "words": ${JSON.stringify(words)},\n  "table": ${list(rows)}${difficulty ? `,\n  "difficulty": ${JSON.stringify(difficulty)}` : ''}${figure ? `,\n  "figure": ${JSON.stringify(figure.name)},\n  "values": ${list(figure.values)}` : ''}\n}\n`;
}

function byName([left]: readonly [string, unknown], [right]: readonly [string, unknown]): number {
  return left < right ? -1 : left > right ? 1 : 0;
}

/** Reads the file; undefined when the text is no file of measurements. Lines of a wrong form are left out. */
export function readMeasurements(text: string): Measurements | undefined {
  const file = jsonObjectIn(text);
  if (!file || file['version'] !== version) return undefined;
  const classes = { simple: new Map(), standard: new Map(), hard: new Map() } satisfies Measurements['classes'];
  for (const line of listAt(file, 'figures')) {
    const name = classAt(line);
    const target = textAt(line, 'target');
    const [passed, graded, cost] = [countAt(line, 'passed'), countAt(line, 'graded'), countAt(line, 'cost')];
    if (!name || target === undefined || passed === undefined || graded === undefined) continue;
    classes[name].set(target, { passed, graded, ...defined({ cost }) });
  }
  const table = listAt(file, 'table').flatMap((row) => {
    const name = classAt(row);
    const features = textAt(row, 'features');
    return name && features !== undefined ? [[features, name] as const] : [];
  });
  const texts = (key: string) => listAt(file, key).filter((text) => typeof text === 'string');
  const difficulty = readDifficulty(file['difficulty']);
  const figure = readFigure(file);
  return {
    classes,
    table: new Map(table),
    words: texts('words'),
    ...defined({ difficulty, figure }),
    date: textAt(file, 'date') ?? '',
    suites: texts('suites'),
  };
}

function readFigure(file: JsonObject): FloorFigures | undefined {
  const name = textAt(file, 'figure');
  if (name === undefined) return undefined;
  const values = listAt(file, 'values').flatMap((line): readonly FloorFigure[] => {
    const [target, value, of] = [textAt(line, 'target'), countAt(line, 'value'), countAt(line, 'of')];
    if (target === undefined || value === undefined || of === undefined) return [];
    return [{ target, ...defined({ class: classAt(line) }), value, of }];
  });
  return { name, values };
}

function classAt(value: JsonValue): RequestClass | undefined {
  const name = textAt(value, 'class');
  return requestClasses.find((known) => known === name);
}
