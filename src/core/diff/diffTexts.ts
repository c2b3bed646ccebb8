import { align } from './alignment.ts';
import { formatJson } from './formatJson.ts';
import { type DiffPart, PartBuilder } from './parts.ts';
import { lines, type WordTokens, wordTokens } from './wordTokens.ts';

export type DiffMode = 'words' | 'lines' | 'json';

/** The difference of two texts: `parts` without the added ones are the left text, and without the removed ones the right text. */
export interface TextDiff {
  readonly parts: readonly DiffPart[];
  /** Share of characters that both texts have in common, 0 to 1; the same whichever text is left. */
  readonly similarity: number;
  /** The texts that were compared: as given, or as sorted and indented JSON. */
  readonly left: string;
  readonly right: string;
  /** `not-json`: JSON was asked for, but one text is none, so words were compared. */
  readonly note?: 'not-json';
}

/**
 * The most characters of a changed block for a word diff; a larger one is shown as one change, since no one reads a word diff of a
 * megabyte.
 */
const wordDiffLimit = 1_000_000;

/** The difference of two texts. Line ends and every other character are kept as they are, except in `json` mode. */
export function diffTexts(left: string, right: string, options: { readonly mode: DiffMode }): TextDiff {
  if (options.mode !== 'json') return compare(left, right, options.mode);
  const leftJson = formatJson(left, { sortKeys: true });
  const rightJson = formatJson(right, { sortKeys: true });
  if (leftJson === undefined || rightJson === undefined) return { ...compare(left, right, 'words'), note: 'not-json' };
  return compare(leftJson, rightJson, 'json');
}

/** Share of characters that two texts have in common by words, 0 to 1. */
export function similarityOf(left: string, right: string): number {
  return compare(left, right, 'words').similarity;
}

/** The search is not symmetric when it stops early, so both orders are computed the same way and one is turned round. */
function compare(left: string, right: string, mode: DiffMode): TextDiff {
  const isSwapped = left.length === right.length ? left > right : left.length > right.length;
  const parts = isSwapped ? flip(partsOf(right, left, mode)) : partsOf(left, right, mode);
  return { parts, similarity: shareOfEqual(parts, left.length + right.length), left, right };
}

function partsOf(left: string, right: string, mode: DiffMode): readonly DiffPart[] {
  const builder = new PartBuilder();
  const leftLines = lines(left);
  const rightLines = lines(right);
  const pairs =
    mode === 'lines'
      ? align(leftLines, rightLines)
      : align(leftLines.map(anchorOn('left')), rightLines.map(anchorOn('right')));
  const changed = mode === 'lines' ? addWhole : addWords;
  let i = 0;
  let j = 0;
  while (i < leftLines.length || j < rightLines.length) {
    const nextLeft = nextMatch(pairs.left, i);
    const nextRight = nextMatch(pairs.right, j);
    changed(builder, leftLines.slice(i, nextLeft).join(''), rightLines.slice(j, nextRight).join(''));
    builder.equal(leftLines[nextLeft] ?? '');
    i = nextLeft + 1;
    j = nextRight + 1;
  }
  if (mode === 'lines') return builder.plain();
  return mode === 'json' ? builder.readableByLine() : builder.readable();
}

/**
 * Gives the text by which a line is matched. Only lines with some content hold a text in place: a blank line or a lone brace matches
 * anywhere, and would pair paragraphs by their number instead of by what they say. Such a line gets its side's name, which no anchor has.
 */
function anchorOn(side: 'left' | 'right'): (line: string) => string {
  return (line) => (line.trim().length > 'right'.length ? line : side);
}

function addWhole(builder: PartBuilder, left: string, right: string): void {
  builder.removed(left);
  builder.added(right);
}

function addWords(builder: PartBuilder, left: string, right: string): void {
  if (left === '' || right === '') addWhole(builder, left, right);
  else if (left.length + right.length > wordDiffLimit) addLargeBlock(builder, left, right);
  else addWordDiff(builder, left, right);
}

function addWordDiff(builder: PartBuilder, leftText: string, rightText: string): void {
  const left = wordTokens(leftText);
  const right = wordTokens(rightText);
  const pairs = align(left.words, right.words);
  let i = 0;
  let j = 0;
  while (i < left.words.length || j < right.words.length) {
    const leftEnd = nextMatch(pairs.left, i);
    const rightEnd = nextMatch(pairs.right, j);
    builder.removed(leftText.slice(left.starts[i], left.starts[leftEnd]));
    builder.added(rightText.slice(right.starts[j], right.starts[rightEnd]));
    if (leftEnd < left.words.length) addPair(builder, tokenAt(left, leftEnd), tokenAt(right, rightEnd));
    i = leftEnd + 1;
    j = rightEnd + 1;
  }
}

/** The next matched position at or after `from`; the length when there is none. */
function nextMatch(matched: Uint8Array, from: number): number {
  const next = matched.indexOf(1, from);
  return next < 0 ? matched.length : next;
}

interface Token {
  readonly space: string;
  readonly word: string;
}

function tokenAt({ text, words, starts, wordStarts }: WordTokens, index: number): Token {
  return { space: text.slice(starts[index], wordStarts[index]), word: words[index] ?? '' };
}

function addPair(builder: PartBuilder, left: Token, right: Token): void {
  if (left.space === right.space) builder.equal(left.space);
  else addWhole(builder, left.space, right.space);
  builder.equal(left.word);
}

/** Adds one change between the common beginning and the common end of both texts, which are cut at white space. */
function addLargeBlock(builder: PartBuilder, left: string, right: string): void {
  const longest = Math.min(left.length, right.length);
  let front = 0;
  while (front < longest && left[front] === right[front]) front += 1;
  while (front > 0 && front < longest && !isSpace(left[front - 1])) front -= 1;
  let back = 0;
  while (back < longest - front && left.at(-1 - back) === right.at(-1 - back)) back += 1;
  while (back > 0 && !isSpace(left.at(-back))) back -= 1;
  builder.equal(left.slice(0, front));
  addWhole(builder, left.slice(front, left.length - back), right.slice(front, right.length - back));
  builder.equal(left.slice(left.length - back));
}

function isSpace(character: string | undefined): boolean {
  return character === ' ' || character === '\n' || character === '\t';
}

function flip(parts: readonly DiffPart[]): readonly DiffPart[] {
  const builder = new PartBuilder();
  for (const { kind, text } of parts) {
    if (kind === 'equal') builder.equal(text);
    else if (kind === 'removed') builder.added(text);
    else builder.removed(text);
  }
  return builder.plain();
}

function shareOfEqual(parts: readonly DiffPart[], totalLength: number): number {
  if (totalLength === 0) return 1;
  const equal = parts.reduce((sum, part) => (part.kind === 'equal' ? sum + part.text.length : sum), 0);
  return (2 * equal) / totalLength;
}
