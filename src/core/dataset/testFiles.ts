import { isJsonObject } from '../json.ts';
import type { Problem } from '../text/problem.ts';
import { type CaseDraft, readCase } from './caseDraft.ts';
import { readCsvCases } from './csvCases.ts';
import { readCsv } from './csvTable.ts';
import { jsonLines } from './jsonLines.ts';
import { itemsOf, rowNode, type SourceNode, textOf } from './sourceNode.ts';
import type { SourcePlace } from './suite.ts';
import { extensionOf, scriptLanguage, withoutScheme } from './suitePath.ts';
import type { SuiteReading } from './suiteReading.ts';

/** Reads `tests:`, as promptfoo does: cases, files of cases, or a list of both. Every list of texts stands for a choice. */
export async function readTests(reading: SuiteReading, written: SourceNode): Promise<readonly CaseDraft[]> {
  return (await readItems(reading, written)).map(({ wholeLists: _whole, ...draft }) => draft);
}

/** Reads `cases:` of our own suites, where a list in a row of a data file is a value. */
export async function readItems(reading: SuiteReading, written: SourceNode): Promise<readonly CaseDraft[]> {
  if (written.value === null) return [];
  const node = isJsonObject(written.value) ? await reading.follow(written) : written;
  const items = Array.isArray(node.value) ? itemsOf(node) : [node];
  const cases: CaseDraft[] = [];
  for (const item of items) {
    const reference = referenceOf(item);
    if (reference !== undefined) append(cases, await readTestFiles(reading, reference, item.place));
    else {
      const draft = await readCase(reading, item);
      if (draft) cases.push(draft);
    }
  }
  return cases;
}

/** The file that an item of `tests:` names, as a text or as a map with a path; undefined for other items. */
function referenceOf(node: SourceNode): string | undefined {
  if (typeof node.value === 'string') return node.value;
  return isJsonObject(node.value) ? textOf(node.child('path')) : undefined;
}

const remote = /^(?!file:)[a-z][a-z0-9+.-]+:\/\//i;

/** The cases of the files that a reference means: one, or all that fit its pattern. */
export async function readTestFiles(
  reading: SuiteReading,
  reference: string,
  from: SourcePlace,
): Promise<readonly CaseDraft[]> {
  const language = scriptLanguage(reference);
  const what = remote.test(reference)
    ? 'A dataset from the network'
    : /\.xlsx?(?:#.*)?$/i.test(reference)
      ? 'An Excel file'
      : language && `A ${language} file that makes cases`;
  if (what) {
    reading.leaveOut(from, what, 'Save the cases as CSV or JSONL.');
    return [];
  }
  const cases: CaseDraft[] = [];
  for (const path of await reading.pathsOf(withoutScheme(reference), from)) {
    const text = await reading.readPath(path, from);
    if (text !== undefined) append(cases, await readTestFile(reading, { path, text, from }));
  }
  return cases;
}

export interface TestFile {
  readonly path: string;
  readonly text: string;
  /** The place that names them. */
  readonly from: SourcePlace;
}

/** The cases of one CSV, JSONL, JSON or YAML file. */
export async function readTestFile(
  reading: SuiteReading,
  { path, text, from }: TestFile,
): Promise<readonly CaseDraft[]> {
  const extension = extensionOf(path);
  if (extension === 'csv' || extension === 'tsv') {
    const table = readCsv(text);
    const { cases, problems } = readCsvCases(table);
    addProblems(reading, path, [...table.problems, ...problems]);
    return readAll(
      reading,
      cases.map(({ value, range }) => rowNode(value, { file: path, range })),
    );
  }
  if (extension === 'jsonl' || extension === 'ndjson') {
    if (text.trim() === '') reportEmpty(reading, path);
    return readAll(reading, jsonRows(reading, path, text));
  }
  if (/^(?:json|ya?ml)$/.test(extension)) {
    const node = reading.parse(path, text);
    if (node.value === null || (Array.isArray(node.value) && node.value.length === 0)) reportEmpty(reading, path);
    return readAll(reading, Array.isArray(node.value) ? itemsOf(node) : [node]);
  }
  reading.leaveOut(from, `A file of cases named *.${extension}`, 'Cases stand in CSV, JSONL, JSON or YAML.');
  return [];
}

/** Adds one by one: `push` with a hundred thousand arguments overflows the stack. */
function append<Item>(list: Item[], more: readonly Item[]): void {
  for (const item of more) list.push(item);
}

function reportEmpty(reading: SuiteReading, file: string): void {
  reading.report({ file, range: { start: 0, end: 0 } }, 'empty-file', 'This file holds no cases.');
}

function* jsonRows(reading: SuiteReading, file: string, text: string): Generator<SourceNode> {
  for (const line of jsonLines(text)) {
    if ('value' in line) yield rowNode(line.value, { file, range: line.range });
    else addProblems(reading, file, [line]);
  }
}

async function readAll(reading: SuiteReading, nodes: Iterable<SourceNode>): Promise<readonly CaseDraft[]> {
  const cases: CaseDraft[] = [];
  for (const node of nodes) {
    const draft = await readCase(reading, node);
    if (draft) cases.push({ ...draft, isRow: true, ...listsOf(draft) });
    const rest = reading.rest();
    if (rest !== undefined) await rest;
  }
  return cases;
}

/** The lists of a row that stay whole: none where the row itself asks for its lists to be multiplied out. */
function listsOf({ vars, options }: CaseDraft): Pick<CaseDraft, 'wholeLists'> {
  const names = Object.keys(vars).filter((name) => Array.isArray(vars[name]));
  return names.length === 0 || options.disableVarExpansion === false ? {} : { wholeLists: names };
}

function addProblems(reading: SuiteReading, file: string, problems: readonly Problem[]) {
  reading.problems.push(...problems.map((problem) => ({ ...problem, file })));
}
