import {
  type Document,
  isMap,
  isNode,
  isScalar,
  isSeq,
  type Node,
  type ParsedNode,
  parseDocument,
  type Scalar,
  visit,
  type YAMLMap,
} from 'yaml';
import { isJsonObject, type JsonObject, type JsonValue } from '../json.ts';
import { duplicateKeys } from './duplicateKeys.ts';
import { exactNumberNote, hasLongNumber, wouldChange } from './exactNumbers.ts';
import type { Problem } from './problem.ts';
import type { TextRange } from './textRange.ts';

/** The largest YAML text that is read, in UTF-16 units. */
const maxLength = 20_000_000;
/** The most aliases: more of them are a bomb, not a file. */
const maxAliasCount = 100;

/** Repeated keys are looked for afterwards, all at once. */
const quick = { prettyErrors: false, keepSourceTokens: false, logLevel: 'error', uniqueKeys: false } as const;

export type YamlPath = readonly (string | number)[];

/** A YAML text as JSON, with the place of every part. All ranges are in the file that contains the text. */
export interface YamlSource {
  /** Empty when the text is not a map of names. */
  readonly value: JsonObject;
  /** The value of the text, whatever it is: a map, a list or a single value. */
  readonly content: JsonValue;
  readonly problems: readonly Problem[];
  /** True when the text could not be read; `value` is then the little that made sense. */
  readonly isBroken: boolean;
  /** The value at a path, else the nearest part around it. */
  rangeOf(path: YamlPath): TextRange;
  /** A plain value as it was written, before it became a number; undefined for a part that is none or has no text of its own. */
  writtenAt(path: YamlPath): string | undefined;
  /** The key that ends the path, else the nearest part around it. */
  keyRangeOf(path: YamlPath): TextRange;
}

export interface YamlOptions {
  /** The shape that the text has to have. Anything but a map is a problem, unless this is `any`. */
  readonly shape?: 'map' | 'any';
  /** True when `<<` merges a map into the one around it, as YAML 1.1 had it. */
  readonly merge?: boolean;
}

/** Reads YAML 1.2 that stands at `offset` in a file. Never throws: every fault becomes a problem with its place. */
export function readYaml(text: string, offset: number, { shape = 'map', merge = false }: YamlOptions = {}): YamlSource {
  const whole = { start: offset, end: offset + text.length };
  if (text.length > maxLength) return brokenSource(whole, 'This file is larger than 20 MB: it cannot be read.');
  const parsed = parseDocument(text, { ...quick, merge });
  const problems = [
    ...withoutEchoes([...parsed.errors, ...duplicateKeys(parsed.contents)]).map((error) =>
      yamlProblem('error', error, whole),
    ),
    ...parsed.warnings.map((warning) => yamlProblem('warning', warning, whole)),
  ];
  const changed = keepDigits(parsed, text);
  if (changed) problems.push(yamlNote(changed, whole));
  const { content, problem } = contentOf(parsed, whole, shape);
  if (problem) problems.push(problem);
  return {
    value: isJsonObject(content) ? content : {},
    content,
    problems,
    isBroken: problems.some((found) => found.severity === 'error'),
    rangeOf: (path) => rangeAt(parsed, path, whole),
    writtenAt: (path) => writtenAt(parsed, path),
    keyRangeOf: (path) => keyRangeAt(parsed, path, whole),
  };
}

function brokenSource(whole: TextRange, message: string): YamlSource {
  const problems: readonly Problem[] = [{ severity: 'error', code: 'invalid-yaml', message, range: whole }];
  return {
    value: {},
    content: null,
    problems,
    isBroken: true,
    rangeOf: () => whole,
    writtenAt: () => undefined,
    keyRangeOf: () => whole,
  };
}

interface YamlIssue {
  readonly code: string;
  readonly message: string;
  readonly pos: readonly [number, number];
}

/**
 * The errors without those that follow from another one: after one slip the parser stumbles over everything that follows, and only the slip
 * helps.
 */
function withoutEchoes(errors: readonly YamlIssue[]): readonly YamlIssue[] {
  return errors.filter((error, index) => index === 0 || error.code === 'DUPLICATE_KEY');
}

function yamlProblem(severity: Problem['severity'], issue: YamlIssue, whole: TextRange): Problem {
  const [from, to] = issue.pos;
  const start = Math.min(whole.start + from, whole.end);
  const range = { start, end: Math.min(Math.max(whole.start + to, start + 1), Math.max(whole.end, start)) };
  if (issue.code === 'DUPLICATE_KEY')
    return { severity, code: 'duplicate-key', message: 'This key stands here twice: keep one of them.', range };
  if (issue.code === 'MULTIPLE_DOCS') {
    const message = 'A second document begins here, and is not read: take the "---" away, or make it a file.';
    return { severity, code: 'second-document', message, range: { start, end: Math.min(start + 3, whole.end) } };
  }
  const isTooDeep = issue.message.includes('call stack');
  const message = isTooDeep ? 'This YAML is nested too deeply to be read.' : `This is not valid YAML: ${issue.message}`;
  return { severity, code: 'invalid-yaml', message, range };
}

/** Turns whole numbers that would change into the text of their digits; gives the first of them. */
function keepDigits(parsed: Document.Parsed<ParsedNode>, text: string): Scalar | undefined {
  if (!hasLongNumber(text) && !/[\s:,[{-]0\d/.test(text)) return undefined;
  let first: Scalar | undefined;
  visit(parsed, {
    Scalar(_key, scalar) {
      if (typeof scalar.value !== 'number' || scalar.source === undefined || !wouldChange(scalar.source)) return;
      scalar.value = scalar.source;
      first ??= scalar;
    },
  });
  return first;
}

function writtenAt(parsed: Document.Parsed<ParsedNode>, path: YamlPath): string | undefined {
  const node: unknown = parsed.getIn(path, true);
  return isScalar(node) ? node.source : undefined;
}

function yamlNote({ range }: Scalar, whole: TextRange): Problem {
  const [start, end] = range ?? [0, whole.end - whole.start];
  const place = { start: whole.start + start, end: whole.start + end };
  return { severity: 'warning', code: 'exact-number', message: exactNumberNote, range: place };
}

function contentOf(
  parsed: Document.Parsed<ParsedNode>,
  whole: TextRange,
  shape: 'map' | 'any',
): { content: JsonValue; problem?: Problem } {
  const report = (code: string, message: string): { content: JsonValue; problem: Problem } => ({
    content: null,
    problem: { severity: 'error', code, message, range: whole },
  });
  if (parsed.contents === null) return { content: null };
  try {
    const content = jsonOf(parsed.toJS({ maxAliasCount }));
    if (shape === 'any' || isJsonObject(content)) return { content };
  } catch (error) {
    const unknown = error instanceof Error ? /Unresolved alias.*: (.*)$/.exec(error.message)?.[1] : undefined;
    if (unknown !== undefined)
      return report('invalid-yaml', `Nothing above is called "&${unknown}", which "*${unknown}" stands for.`);
    return report('invalid-yaml', 'This YAML grows beyond all bounds when its aliases are resolved: write it out.');
  }
  if (parsed.errors.length > 0) return { content: null };
  return report('not-a-map', 'Names and values ("key: value") belong here.');
}

/** The value at a path; undefined where there is none. */
export function valueAt(content: JsonValue, path: YamlPath): JsonValue | undefined {
  let value: JsonValue | undefined = content;
  for (const step of path) {
    if (Array.isArray(value) && typeof step === 'number') value = value[step];
    else if (isJsonObject(value) && typeof step === 'string')
      value = Object.hasOwn(value, step) ? value[step] : undefined;
    else return undefined;
  }
  return value;
}

/** A value as JSON: YAML's own types become null, and a key named __proto__ stays an ordinary key. */
function jsonOf(value: unknown): JsonValue {
  if (typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  if (Array.isArray(value)) return value.map(jsonOf);
  if (typeof value !== 'object' || value === null) return null;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, jsonOf(item)]));
}

function rangeAt(parsed: Document.Parsed, path: YamlPath, whole: TextRange): TextRange {
  for (let length = path.length; length > 0; length--) {
    const node = nodeAt(parsed.contents, path.slice(0, length));
    if (isNode(node) && node.range) return shifted(node.range, whole);
    if (node === null) return keyRangeAt(parsed, path.slice(0, length), whole);
  }
  return whole;
}

function keyRangeAt(parsed: Document.Parsed, path: YamlPath, whole: TextRange): TextRange {
  const map = nodeAt(parsed.contents, path.slice(0, -1));
  const name = path.at(-1);
  const pair = isMap(map) ? pairAt(map, name) : undefined;
  const key = pair?.key;
  return isNode(key) && key.range ? shifted(key.range, whole) : rangeAt(parsed, path.slice(0, -1), whole);
}

type AnyMap = YAMLMap<unknown, unknown>;
type AnyPair = AnyMap['items'][number];

/** The first pair with each key, for each map: a file may have thousands of keys, and the place of each is asked for. */
const pairsOf = new WeakMap<AnyMap, ReadonlyMap<unknown, AnyPair>>();

function pairAt(map: AnyMap, key: unknown): AnyPair | undefined {
  const known = pairsOf.get(map);
  if (known) return known.get(key);
  const pairs = new Map<unknown, AnyPair>();
  for (const pair of map.items) if (isScalar(pair.key) && !pairs.has(pair.key.value)) pairs.set(pair.key.value, pair);
  pairsOf.set(map, pairs);
  return pairs.get(key);
}

function nodeAt(root: Node | null, path: YamlPath): unknown {
  let node: unknown = root;
  for (const step of path) {
    if (isMap(node)) node = pairAt(node, step)?.value ?? undefined;
    else if (isSeq(node)) node = node.get(step, true);
    else return undefined;
  }
  return node;
}

function shifted([start, end]: readonly [number, number, number], whole: TextRange): TextRange {
  return { start: whole.start + start, end: Math.min(whole.start + end, whole.end) };
}

/** The place of each top-level key. */
export function topLevelKeys(yaml: YamlSource): Readonly<Record<string, TextRange>> {
  return Object.fromEntries(Object.keys(yaml.value).map((key) => [key, yaml.keyRangeOf([key])]));
}
