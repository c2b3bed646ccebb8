import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { isJsonObject } from '../json.ts';
import { type CheckInput, excerpt, type Finding, invalidCheck, isText } from './grader.ts';

/** Start tags tried in one text. */
const mostStarts = 500;

export function gradeIsXml(input: CheckInput): Finding {
  const required = requiredElements(input);
  const claim = claimOf('be XML', required);
  const problem = xmlProblem(input.text);
  if (problem !== undefined) return { holds: false, claim, detail: `It is no XML: ${problem}` };
  return missingFinding(claim, required, [input.text]);
}

export function gradeContainsXml(input: CheckInput): Finding {
  const required = requiredElements(input);
  const claim = claimOf('contain XML', required);
  const found = xmlElementsIn(input.text);
  if (found.length === 0) return { holds: false, claim, detail: 'It contains no XML element.' };
  return missingFinding(claim, required, found);
}

function claimOf(claim: string, required: readonly string[]): string {
  return required.length > 0 ? `${claim} with ${required.join(', ')}` : claim;
}

function missingFinding(claim: string, required: readonly string[], documents: readonly string[]): Finding {
  const parser = new XMLParser({ ignoreAttributes: true, parseTagValue: false, processEntities: false });
  const trees = documents.map((text): unknown => parser.parse(text));
  const missing = required.filter((path) => !trees.some((tree) => hasPath(tree, path.split('.'))));
  return {
    holds: missing.length === 0,
    claim,
    ...(missing.length > 0 ? { detail: `Missing: ${missing.join(', ')}.` } : {}),
  };
}

function hasPath(tree: unknown, path: readonly string[]): boolean {
  const [name, ...rest] = path;
  if (name === undefined) return true;
  if (Array.isArray(tree)) return tree.some((item) => hasPath(item, path));
  return isJsonObject(tree) && Object.hasOwn(tree, name) && hasPath(tree[name], rest);
}

function xmlProblem(text: string): string | undefined {
  const trimmed = text.trim();
  if (!trimmed.startsWith('<')) return 'it does not start with an element.';
  const result = XMLValidator.validate(trimmed);
  return result === true ? undefined : `${result.err.msg} (line ${result.err.line})`;
}

/** The well-formed elements of a text, the outermost of each. */
function xmlElementsIn(text: string): readonly string[] {
  const found: string[] = [];
  const starts = /<([a-z_][\w.:-]*)(?:\s[^<>]*)?>/gi;
  for (let tried = 0; tried < mostStarts; tried++) {
    const start = starts.exec(text);
    if (start === null) break;
    const element = elementAt(text, start.index, start[1] ?? '', start[0]);
    if (element === undefined) continue;
    found.push(element);
    starts.lastIndex = start.index + element.length;
  }
  return found;
}

function elementAt(text: string, start: number, name: string, tag: string): string | undefined {
  if (tag.endsWith('/>')) return tag;
  const close = `</${name}>`;
  for (
    let end = text.indexOf(close, start), tried = 0;
    end >= 0 && tried < 20;
    end = text.indexOf(close, end + 1), tried++
  ) {
    const candidate = text.slice(start, end + close.length);
    if (XMLValidator.validate(candidate) === true) return candidate;
  }
  return undefined;
}

/** Dotted paths of elements: `a.b,c`, a list, or `{requiredElements: [...]}`. */
function requiredElements({ assertion, value }: CheckInput): readonly string[] {
  if (value === undefined || value === null || value === '') return [];
  if (isText(value)) return value.split(',').map((path) => path.trim());
  const list = isJsonObject(value) ? value['requiredElements'] : value;
  if (Array.isArray(list) && list.every(isText)) return list;
  throw invalidCheck(`"${assertion.type}" needs paths of elements as its value; it has ${excerpt(value)}.`);
}
