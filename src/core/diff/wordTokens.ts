/**
 * A text cut into words, numbers and signs, each with the white space in front of it: token `i` is
 * `text.slice(starts[i], starts[i + 1])`, and its word begins at `wordStarts[i]`. White space that ends the text is a last
 * token with an empty word.
 */
export interface WordTokens {
  readonly text: string;
  readonly words: readonly string[];
  readonly starts: readonly number[];
  readonly wordStarts: readonly number[];
}

/** The segmenter is made on first use: most texts never need it, and making one takes milliseconds. */
let segmenter: Intl.Segmenter | undefined;

const spaceRun = /[\s\u200b\ufeff]*/uy;
/** Scripts that write without spaces. Only there is it worth asking the segmenter, which is slow, where a word ends. */
const unspacedRun =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}\u30fc]+\p{M}*/uy;
const wordRun = /[\p{L}\p{N}\p{M}_]+/uy;
/** One sign as people see it: flags, emoji joined by U+200D, and marks together with what they mark. */
const signRun =
  /\p{RI}{2}|\p{Extended_Pictographic}(?:\p{EMod}|\ufe0f)*(?:\u200d\p{Extended_Pictographic}(?:\p{EMod}|\ufe0f)*)*|[\s\S]\p{M}*/uy;

/** Cuts a text into words, numbers and signs; no character of the text is left out. */
export function wordTokens(text: string): WordTokens {
  const words: string[] = [];
  const starts: number[] = [];
  const wordStarts: number[] = [];
  const push = (start: number, wordStart: number, end: number): void => {
    starts.push(start);
    wordStarts.push(wordStart);
    words.push(text.slice(wordStart, end));
  };
  for (let at = 0; at < text.length; ) {
    const wordStart = endOfSpace(text, at);
    const end = wordStart < text.length ? endOfWord(text, wordStart) : wordStart;
    const ends = isUnspaced(text, wordStart, end) ? segmentEnds(text, wordStart, end) : [end];
    push(at, wordStart, ends[0] ?? end);
    ends.slice(1).forEach((segmentEnd, index) => {
      push(ends[index] ?? end, ends[index] ?? end, segmentEnd);
    });
    at = end;
  }
  starts.push(text.length);
  return { text, words, starts, wordStarts };
}

function isUnspaced(text: string, start: number, end: number): boolean {
  return text.charCodeAt(start) >= 0x0e00 && matchEnd(unspacedRun, text, start) === end;
}

function segmentEnds(text: string, start: number, end: number): readonly number[] {
  segmenter ??= new Intl.Segmenter(undefined, { granularity: 'word' });
  return Array.from(segmenter.segment(text.slice(start, end)), ({ index, segment }) => start + index + segment.length);
}

function endOfSpace(text: string, start: number): number {
  let at = start;
  while (at < text.length) {
    const code = text.charCodeAt(at);
    if (code > 0x7f) return matchEnd(spaceRun, text, at);
    if (code !== 0x20 && (code < 0x09 || code > 0x0d)) return at;
    at += 1;
  }
  return at;
}

/**
 * The end of the word that begins at `start`. ASCII is read by its codes because it is most of the text; everything else goes through the
 * Unicode classes.
 */
function endOfWord(text: string, start: number): number {
  let at = start;
  while (at < text.length) {
    const code = text.charCodeAt(at);
    if (code > 0x7f) return endOfUnicodeWord(text, start, at);
    if (!isWordCode(code) && !joinsWord(text, at, start)) break;
    at += 1;
  }
  if (at > start) return at;
  return text.charCodeAt(at + 1) > 0x7f ? matchEnd(signRun, text, at) : at + 1;
}

function endOfUnicodeWord(text: string, start: number, at: number): number {
  if (at === start) {
    const unspaced = matchEnd(unspacedRun, text, at);
    if (unspaced > at) return unspaced;
  }
  const word = matchEnd(unspacedRun, text, at) > at ? at : matchEnd(wordRun, text, at);
  if (word > start) return word;
  return matchEnd(signRun, text, at);
}

function isWordCode(code: number): boolean {
  return (
    (code >= 0x30 && code <= 0x39) || (code >= 0x41 && code <= 0x5a) || code === 0x5f || (code >= 0x61 && code <= 0x7a)
  );
}

/** True within a word: the dot of `3.14` and the apostrophe of `don't` do not end it. */
function joinsWord(text: string, at: number, start: number): boolean {
  if (at === start) return false;
  const sign = text[at];
  const before = text.charCodeAt(at - 1);
  const after = text.charCodeAt(at + 1);
  if (sign === '.') return isDigit(before) && isDigit(after);
  return sign === "'" && isWordCode(before) && isWordCode(after);
}

function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}

function matchEnd(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : at;
}

/** The lines of a text, each with its line end. */
export function lines(text: string): readonly string[] {
  return text.match(/[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+$/g) ?? [];
}
