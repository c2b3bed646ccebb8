import type { Problem } from '../text/problem.ts';
import type { TextRange } from '../text/textRange.ts';

/** One `{{…}}` as it stands in the text, found without understanding its contents. */
export interface TemplateTag {
  readonly kind: 'open' | 'close' | 'else' | 'partial' | 'comment' | 'output';
  /** The first word inside: a helper, a variable or a partial. */
  readonly name: string;
  readonly range: TextRange;
  /** False when the text ends, or the next tag starts, before `}}`. */
  readonly isClosed: boolean;
}

const opening = /\{\{\{?\{?~?\s*(!--|!|#>|#\*|#|\^|\/|>|&)?\s*([^\s{}~()|=]*)/y;

/** Finds the tags in order of appearance. It is tolerant, so that it works while somebody types. Offsets are into `source`. */
export function scanTags(source: string): readonly TemplateTag[] {
  const tags: TemplateTag[] = [];
  let at = source.indexOf('{{');
  while (at >= 0) {
    const tag = isEscaped(source, at) ? undefined : tagAt(source, at);
    if (tag) tags.push(tag);
    at = source.indexOf('{{', tag ? tag.range.end : at + 2);
  }
  return tags;
}

/** True for an escaped tag: `\{{` is literal text, while `\\{{` is a backslash before a tag. */
function isEscaped(source: string, at: number): boolean {
  return source[at - 1] === '\\' && source[at - 2] !== '\\';
}

function tagAt(source: string, start: number): TemplateTag | undefined {
  opening.lastIndex = start;
  const match = opening.exec(source);
  if (!match) return undefined;
  const [text, sigil = '', name = ''] = match;
  const end = sigil.startsWith('!') ? endOfComment(source, start, sigil) : endOfTag(source, start + text.length);
  const stop = end ?? endOfUnclosedTag(source, start);
  return { kind: kindOf(sigil, name), name, range: { start, end: stop }, isClosed: end !== undefined };
}

function kindOf(sigil: string, name: string): TemplateTag['kind'] {
  if (sigil.startsWith('!')) return 'comment';
  if (sigil === '/') return 'close';
  if (sigil === '>') return 'partial';
  if (sigil === '^') return name ? 'open' : 'else';
  if (sigil.startsWith('#')) return 'open';
  return name === 'else' ? 'else' : 'output';
}

function endOfComment(source: string, start: number, sigil: string): number | undefined {
  const close = sigil === '!--' ? /--~?\}\}/g : /\}\}/g;
  close.lastIndex = start;
  return close.exec(source) ? close.lastIndex : undefined;
}

function endOfTag(source: string, from: number): number | undefined {
  const step = /"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|\}\}+|\{\{/g;
  step.lastIndex = from;
  for (let match = step.exec(source); match; match = step.exec(source)) {
    if (match[0] === '{{') return undefined;
    if (match[0].startsWith('}}')) return match.index + Math.min(match[0].length, closingLength(source, from));
  }
  return undefined;
}

/** The number of braces that end a tag: `{{{x}}}` ends with as many as it started with. */
function closingLength(source: string, from: number): number {
  const start = source.lastIndexOf('{{', from);
  let braces = 2;
  while (braces < 4 && source[start - (braces - 1)] === '{') braces++;
  return braces;
}

function endOfUnclosedTag(source: string, start: number): number {
  const rest = source.slice(start + 2);
  const stop = rest.search(/\{\{|[\r\n]/);
  return stop < 0 ? source.length : start + 2 + stop;
}

/** The deepest nesting of blocks; parsing takes time that grows with the square of it. */
const maxBlockDepth = 200;

/** The first tag that nests too deeply to be parsed in reasonable time. */
export function findTooDeep(source: string): TemplateTag | undefined {
  let depth = 0;
  return scanTags(source).find((tag) => {
    if (tag.kind === 'open') depth++;
    if (tag.kind === 'close') depth = Math.max(0, depth - 1);
    return depth > maxBlockDepth;
  });
}

/** The most problems that are reported, since nobody reads more. */
const maxBlockProblems = 100;

/** Reports blocks without an end, ends without a block, and tags without `}}`. */
export function checkBlocks(source: string, offset: number): readonly Problem[] {
  const problems: Problem[] = [];
  const report = (tag: TemplateTag, code: string, message: string) => {
    const range = { start: tag.range.start + offset, end: tag.range.end + offset };
    problems.push({ severity: 'error', code, message, range });
  };
  const open: TemplateTag[] = [];
  for (const tag of scanTags(source)) {
    if (!tag.isClosed) report(tag, 'unclosed-tag', 'This tag has no end: close it with "}}".');
    if (tag.kind === 'open') open.push(tag);
    if (tag.kind === 'close') closeBlock(tag, open, report);
  }
  for (const tag of open.filter((left) => left.isClosed))
    report(tag, 'unclosed-block', `"${tag.name}" is never closed: add {{/${tag.name}}}.`);
  return problems.slice(0, maxBlockProblems);
}

function closeBlock(tag: TemplateTag, open: TemplateTag[], report: (...place: [TemplateTag, string, string]) => void) {
  const last = open.pop();
  if (!last) {
    report(tag, 'unmatched-closing-block', `{{/${tag.name}}} closes a block that was never opened.`);
  } else if (last.name !== tag.name) {
    report(tag, 'unmatched-closing-block', `{{/${tag.name}}} stands where {{/${last.name}}} is expected.`);
    // An end that fits an outer block is taken for the end of that one, so that one slip is reported once.
    const outer = open.findLastIndex((candidate) => candidate.name === tag.name);
    if (outer >= 0) open.length = outer;
    else open.push(last);
  }
}
