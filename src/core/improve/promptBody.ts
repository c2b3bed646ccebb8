import { extensionOf } from '../dataset/suitePath.ts';
import type { TextRange } from '../text/textRange.ts';
import type { TemplateShape } from './templateShape.ts';
import { yamlValue } from './yamlValue.ts';

/** A file as the search edits it: only the body of the prompt in it may change. */
export interface EditablePrompt {
  readonly path: string;
  /** The text of the whole file. */
  readonly text: string;
  readonly range: TextRange;
  /** What the range says, where it is a value of YAML or JSON; else the range is the body itself. */
  readonly value?: string;
  /** What of the template must stay; undefined where it cannot be read. */
  readonly shape: TemplateShape | undefined;
  /** The same prompt in another text of the file; undefined where it is not to be found there. */
  reopen(text: string): EditablePrompt | undefined;
}

/** The text that is edited: the body of the file, or of a `.prompt.yml` the message that says what to do. */
export function bodyOf({ text, range, value }: Pick<EditablePrompt, 'text' | 'range' | 'value'>): string {
  return value ?? text.slice(range.start, range.end);
}

/** The body in another text of the same file; the whole text where there is none. */
export function bodyIn(prompt: EditablePrompt, text: string): string {
  const opened = prompt.reopen(text);
  return opened ? bodyOf(opened) : text;
}

/** The whole file with another body. The line ends stay as the file has them, and so does the room before and behind the body. */
export function withBody(prompt: EditablePrompt, body: string): string {
  const { text, range } = prompt;
  const old = bodyOf(prompt);
  const [room = ''] = /^\s*/.exec(old) ?? [];
  const end = old.slice(old.trimEnd().length);
  const inside = old.trim() === '' ? body : `${room}${body.trim()}${end}`;
  const put = asWritten(prompt, inside);
  const written = text.includes('\r\n') ? put.replace(/\r?\n/g, '\r\n') : put;
  return text.slice(0, range.start) + written + text.slice(range.end);
}

function asWritten({ path, text, range, value }: EditablePrompt, body: string): string {
  if (value === undefined) return body;
  return extensionOf(path) === 'json' ? JSON.stringify(body) : yamlValue(body, text, range);
}

export function countWords(text: string): number {
  return text.match(/\S+/g)?.length ?? 0;
}

/** The lines of `after` that `before` does not have, blank ones left out. */
export function addedLines(before: string, after: string): readonly string[] {
  const known = new Set(before.split('\n').map((line) => line.trim()));
  return after.split('\n').filter((line) => line.trim() !== '' && !known.has(line.trim()));
}
