import type { XMLParser } from 'fast-xml-parser';
import { isJsonObject } from '../json.ts';
import { once } from '../once.ts';
import { type CheckInput, excerpt, type Finding, invalidCheck, isText } from './grader.ts';
import { xmlFault } from './xmlFault.ts';

/**
 * The most start tags that are tried in one text, and the most characters that are read for them: a text full of tags must not take for
 * ever.
 */
const mostStarts = 500;
const mostCharacters = 4_000_000;

type Xml = typeof import('fast-xml-parser');

/** The parser's package, loaded when a check first asks for XML. */
const loadXml = once(() => import('fast-xml-parser'));

/** Holds when the whole output is well-formed XML with the required elements. */
export async function gradeIsXml(input: CheckInput): Promise<Finding> {
  const xml = await loadXml();
  const required = requiredElements(input);
  const claim = claimOf('be XML', required);
  const fault = xmlFault(input.text);
  if (fault !== undefined) return { holds: false, claim, detail: `It is no XML: ${fault}.` };
  return missingFinding(claim, required, parseAll(xml, [input.text]));
}

/** Holds when the output contains a well-formed XML element with the required elements. */
export async function gradeContainsXml(input: CheckInput): Promise<Finding> {
  const xml = await loadXml();
  const required = requiredElements(input);
  const claim = claimOf('contain XML', required);
  const found = xmlElementsIn(xml, input.text);
  if (found.length === 0) return { holds: false, claim, detail: 'It contains no XML element.' };
  return missingFinding(claim, required, parseAll(xml, found));
}

function claimOf(claim: string, required: readonly string[]): string {
  return required.length > 0 ? `${claim} with ${required.join(', ')}` : claim;
}

function parseAll({ XMLParser }: Xml, documents: readonly string[]): readonly unknown[] {
  const parser = new XMLParser({ ignoreAttributes: true, parseTagValue: false, processEntities: false });
  return documents.map((text) => parsed(parser, text));
}

function missingFinding(claim: string, required: readonly string[], trees: readonly unknown[]): Finding {
  const missing = required.filter((path) => !trees.some((tree) => hasPath(tree, path.split('.'))));
  return {
    holds: missing.length === 0,
    claim,
    ...(missing.length > 0 ? { detail: `Missing: ${missing.join(', ')}.` } : {}),
  };
}

/**
 * The parsed text; undefined where the parser refuses it, for names that JavaScript keeps for itself or for more levels than anyone writes.
 */
function parsed(parser: XMLParser, text: string): unknown {
  try {
    return parser.parse(text);
  } catch {
    return undefined;
  }
}

function hasPath(tree: unknown, path: readonly string[]): boolean {
  const [name, ...rest] = path;
  if (name === undefined) return true;
  if (Array.isArray(tree)) return tree.some((item) => hasPath(item, path));
  return isJsonObject(tree) && Object.hasOwn(tree, name) && hasPath(tree[name], rest);
}

/** The well-formed elements of a text; of nested ones only the outermost. */
function xmlElementsIn({ XMLValidator }: Xml, text: string): readonly string[] {
  const found: string[] = [];
  const reader = { characters: mostCharacters, isXml: (part: string) => XMLValidator.validate(part) === true };
  const starts = /<([a-z_][\w.:-]*)(?:\s[^<>]*)?\/?>/gi;
  for (let tried = 0; tried < mostStarts; tried++) {
    const start = starts.exec(text);
    if (start === null) break;
    const element = elementAt(text, start, reader);
    if (element === undefined) continue;
    found.push(element);
    starts.lastIndex = start.index + element.length;
  }
  return found;
}

function elementAt(
  text: string,
  found: RegExpExecArray,
  reader: { characters: number; isXml(part: string): boolean },
): string | undefined {
  const [tag, name = ''] = found;
  if (tag.endsWith('/>')) return tag;
  const close = `</${name}>`;
  for (let end = text.indexOf(close, found.index); end >= 0; end = text.indexOf(close, end + 1)) {
    const candidate = text.slice(found.index, end + close.length);
    reader.characters -= candidate.length;
    if (reader.characters < 0) return undefined;
    if (reader.isXml(candidate)) return candidate;
  }
  return undefined;
}

/** The required elements as dotted paths, from `a.b,c`, a list, or `{requiredElements: [...]}`. */
function requiredElements({ assertion, value }: CheckInput): readonly string[] {
  if (value === undefined || value === null || value === '') return [];
  if (isText(value)) return value.split(',').map((path) => path.trim());
  const list = isJsonObject(value) ? value['requiredElements'] : value;
  if (Array.isArray(list) && list.every(isText)) return list;
  throw invalidCheck(`"${assertion.type}" needs paths of elements as its value; it has ${excerpt(value)}.`);
}
