import type { PromptDocument } from '../prompt/document.ts';
import { readPrompt } from '../prompt/readPrompt.ts';
import type { TextRange } from '../text/textRange.ts';

/** A prompt file as the search edits it: only the body may change. */
export interface EditablePrompt {
  readonly path: string;
  /** The text of the whole file. */
  readonly text: string;
  readonly document: PromptDocument;
  readonly range: TextRange;
}

/** Opens a prompt file for editing; undefined for a format whose body is not one text. */
export function editablePrompt(path: string, text: string): EditablePrompt | undefined {
  const document = readPrompt({ path, text });
  const { format, template } = document;
  const isOneText = (format === 'dotprompt' && template.kind === 'dotprompt') || template.kind === 'role-lines';
  if (isOneText) return { path, text, document, range: template.range };
  const [only, ...others] = template.kind === 'placeholders' ? template.messages : [];
  if (format !== 'text' || !only || others.length > 0) return undefined;
  return { path, text, document, range: only.range };
}

export function bodyOf({ text, range }: EditablePrompt): string {
  return text.slice(range.start, range.end);
}

/** The whole file with another body. The line ends stay as the file has them, and so does the room before and behind the body. */
export function withBody({ text, range }: EditablePrompt, body: string): string {
  const old = text.slice(range.start, range.end);
  const [room = ''] = /^\s*/.exec(old) ?? [];
  const end = old.slice(old.trimEnd().length);
  const inside = old.trim() === '' ? body : `${room}${body.trim()}${end}`;
  const written = text.includes('\r\n') ? inside.replace(/\r?\n/g, '\r\n') : inside;
  return text.slice(0, range.start) + written + text.slice(range.end);
}

export function countWords(text: string): number {
  return text.match(/\S+/g)?.length ?? 0;
}

/** The lines of `after` that `before` does not have, blank ones left out. */
export function addedLines(before: string, after: string): readonly string[] {
  const known = new Set(before.split('\n').map((line) => line.trim()));
  return after.split('\n').filter((line) => line.trim() !== '' && !known.has(line.trim()));
}

/** The words of the body of another text of the same file. */
export function wordsOfBody({ path }: Pick<EditablePrompt, 'path'>, text: string): number {
  const opened = editablePrompt(path, text);
  return countWords(opened ? bodyOf(opened) : text);
}
