import type { Fate } from '../run/proposal.ts';
import { visiblePieces } from '../text/hiddenCharacters.ts';
import type { ImproveRow } from './improveRow.ts';
import { addedLines, bodyOf, countWords, type EditablePrompt, withBody } from './promptBody.ts';
import { isSameShape } from './templateShape.ts';

/** What may be wrong with an edit, before anything is asked. */
export interface EditFault {
  readonly fate: Fate;
  readonly reason: string;
}

export interface EditRules {
  readonly start: EditablePrompt;
  readonly rows: readonly ImproveRow[];
  /** The most words that the body may have. */
  readonly mostWords: number;
}

/** A run of so many characters is a copy, not a word in common. */
const copiedRun = 30;
/** A sentence of so many words that stands in a row as it is was taken from there. */
const copiedWords = 4;
/** Expected values that are shorter may be words of the language. */
const tellingValue = 4;

/** The words that an edit may have at most. */
export function mostWordsOf(body: string): number {
  return Math.round(1.5 * countWords(body) + 40);
}

/**
 * The first fault of a body that was proposed in place of the start's; undefined when there is none. Nothing is ever repaired: a variable
 * that is gone would be guessed at a place where it does not belong.
 */
export function checkEdit(body: string, rules: EditRules): EditFault | undefined {
  const { start } = rules;
  const before = bodyOf(start);
  const edited = start.reopen(withBody(start, body));
  const [was, is] = [start.shape, edited?.shape];
  if (!edited || !was || !is || !isSameShape(was, is))
    return fault('template', 'A variable, role, partial or condition of the template is missing, new or changed.');
  if (!isSameHead(start, edited)) return fault('frontmatter', 'The frontmatter would change.');
  const added = addedLines(before, body).join('\n');
  return (
    hiddenFault(before, body) ??
    copyFault(before, added, rules.rows) ??
    valueFault(before, added, rules.rows) ??
    linkFault(before, added) ??
    lengthFault(body, rules)
  );
}

function fault(fate: Fate, reason: string): EditFault {
  return { fate, reason };
}

function isSameHead(start: EditablePrompt, edited: EditablePrompt): boolean {
  return (
    start.range.start === edited.range.start &&
    start.text.slice(0, start.range.start) === edited.text.slice(0, edited.range.start)
  );
}

function hiddenFault(before: string, body: string): EditFault | undefined {
  const known = new Set(hiddenIn(before));
  const hidden = hiddenIn(body).find((code) => !known.has(code));
  return hidden === undefined
    ? undefined
    : fault('hidden-character', `It holds a character that does not show (${hidden}).`);
}

function hiddenIn(text: string): readonly string[] {
  return visiblePieces(text).flatMap((piece) => (piece.kind === 'hidden' ? [piece.code] : []));
}

function copyFault(before: string, added: string, rows: readonly ImproveRow[]): EditFault | undefined {
  const [known, text] = [inWords(before), inWords(added)];
  const runs = new Set<string>();
  for (let at = 0; at + copiedRun <= text.length; at++) runs.add(text.slice(at, at + copiedRun));
  const sentences = added
    .split(/(?<=[.!?;:])\s+|\n/)
    .map(inWords)
    .filter((each) => each.split(' ').length >= copiedWords && !known.includes(each));
  const codes = codesIn(added).filter((code) => !before.includes(code));
  for (const { input } of rows) {
    const row = inWords(input);
    const isCopied =
      sentences.some((sentence) => row.includes(sentence)) ||
      codes.some((code) => input.includes(code)) ||
      holdsRun(row, runs, known);
    if (isCopied) return fault('copies-row', 'It holds text of a row.');
  }
  return undefined;
}

function holdsRun(row: string, runs: ReadonlySet<string>, known: string): boolean {
  for (let at = 0; at + copiedRun <= row.length; at++) {
    const run = row.slice(at, at + copiedRun);
    if (runs.has(run) && !known.includes(run)) return true;
  }
  return false;
}

/** Words that name one thing only: with a digit, and five characters or more. */
function codesIn(text: string): readonly string[] {
  return (text.match(/[\p{L}\p{N}][\p{L}\p{N}@._-]{3,}[\p{L}\p{N}]/gu) ?? []).filter(
    (word) => /\d/.test(word) && !/^\d{1,4}[.,]\d{1,2}$/.test(word),
  );
}

function valueFault(before: string, added: string, rows: readonly ImproveRow[]): EditFault | undefined {
  const uses = new Map<string, number>();
  for (const row of rows) for (const value of new Set(row.values)) uses.set(value, (uses.get(value) ?? 0) + 1);
  const own = [...uses].find(
    // What several rows expect is a label or a fixed part, which a rule has to name.
    ([value, count]) =>
      count === 1 && value.trim().length >= tellingValue && holdsWord(added, value) && !before.includes(value),
  );
  return own && fault('expected-value', 'It holds the value that one single row expects.');
}

function holdsWord(text: string, value: string): boolean {
  const at = text.indexOf(value);
  if (at < 0) return false;
  const isInside = (character: string | undefined) => character !== undefined && /[\p{L}\p{N}]/u.test(character);
  return !isInside(text[at - 1]) && !isInside(text[at + value.length]);
}

const links = /\b(?:https?:\/\/|www\.)\S+|[\w.+-]+@[\w-]+\.\w+|!?\[[^\]]*\]\([^)]*\)/g;
/** A token without meaning: many characters with digits among them, or a code in capitals with hyphens. */
const keys =
  /\b(?=[\w-]*\d)(?=[\w-]*[A-Za-z])[\w-]{16,}\b|\b(?!(?:ISO|RFC|UTF|SHA|DIN|IEC|EN)-)(?=[A-Z0-9-]*\d{3})[A-Z][A-Z0-9]*(?:-[A-Z0-9]+)+\b/g;

function linkFault(before: string, added: string): EditFault | undefined {
  const strange = [...(added.match(links) ?? []), ...(added.match(keys) ?? [])].some(
    (found) => !before.includes(found),
  );
  return strange ? fault('new-link', 'It holds a link, an address or a key that was not there.') : undefined;
}

function lengthFault(body: string, { mostWords }: EditRules): EditFault | undefined {
  const words = countWords(body);
  return words > mostWords ? fault('too-long', `It has ${words} words, more than ${mostWords}.`) : undefined;
}

function inWords(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}
