import type { TextRange } from '../text/textRange.ts';
import { yamlCursorAt } from '../text/yamlCursor.ts';
import type { FileKind } from './fileSchema.ts';
import { SchemaPlace } from './suiteSchema.ts';

/** The explanation to show over a place. `model` names a model whose figures the caller knows. */
export type SuiteHover =
  | { readonly type: 'text'; readonly title: string; readonly text: string; readonly range: TextRange }
  | { readonly type: 'model'; readonly model: string; readonly range: TextRange };

/** The explanation of a key, a kind of check or a model of an `*.eval.yaml` or of `polyprompt.yaml`. */
export function suiteHover({
  text,
  offset,
  kind = 'suite',
}: {
  readonly text: string;
  readonly offset: number;
  readonly kind?: FileKind;
}): SuiteHover | undefined {
  const { line, start, parents } = yamlCursorAt(text, offset);
  const key = /^["']?([\w.$-]+)["']?\s*:(?=\s|$)/.exec(line)?.[1];
  if (key !== undefined) {
    const at = start + line.indexOf(key);
    const range = { start: at, end: at + key.length };
    if (at <= offset && offset <= range.end) return keyHover(SchemaPlace.at(parents, kind), key, range);
  }
  const word = wordAt({ line, start }, offset);
  return word && valueHover(SchemaPlace.at(key === undefined ? parents : [...parents, key], kind), word);
}

function keyHover(place: SchemaPlace, key: string, range: TextRange): SuiteHover | undefined {
  const found = place.keys.find((known) => known.key === key);
  return found && found.summary !== '' ? { type: 'text', title: key, text: found.summary, range } : undefined;
}

interface Word {
  readonly text: string;
  readonly range: TextRange;
}

function valueHover(place: SchemaPlace, { text, range }: Word): SuiteHover | undefined {
  const isTurned = text.startsWith('not-');
  const name = isTurned ? text.slice('not-'.length) : text;
  const found = place.values.find(({ value, summary }) => value === name && summary !== '');
  if (found)
    return { type: 'text', title: text, text: isTurned ? `The opposite of: ${found.summary}` : found.summary, range };
  return place.offers('models') && text.includes('/') ? { type: 'model', model: text, range } : undefined;
}

function wordAt({ line, start }: { readonly line: string; readonly start: number }, offset: number): Word | undefined {
  for (const match of line.matchAll(/[^\s,[\]{}"']+/g)) {
    const range = { start: start + match.index, end: start + match.index + match[0].length };
    if (range.start <= offset && offset <= range.end) return { text: match[0], range };
  }
  return undefined;
}
