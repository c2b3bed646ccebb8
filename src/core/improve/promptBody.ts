import type { PromptDocument } from '../prompt/document.ts';
import { readPrompt } from '../prompt/readPrompt.ts';
import type { TextRange } from '../text/textRange.ts';
import { yamlValue } from './yamlValue.ts';

/** A prompt file as the search edits it: only the body may change. */
export interface EditablePrompt {
  readonly path: string;
  /** The text of the whole file. */
  readonly text: string;
  readonly document: PromptDocument;
  readonly range: TextRange;
  /** What the range says, where it is a value of YAML; else the range is the body itself. */
  readonly value?: string;
}

/** Opens a prompt file for editing; undefined for a format whose body is not one text. */
export function editablePrompt(path: string, text: string): EditablePrompt | undefined {
  const document = readPrompt({ path, text });
  const { format, template } = document;
  const isOneText = (format === 'dotprompt' && template.kind === 'dotprompt') || template.kind === 'role-lines';
  if (isOneText) return { path, text, document, range: template.range };
  if (format === 'github' && template.kind === 'placeholders') {
    const task = template.messages.find(({ role }) => role === 'system') ?? template.messages[0];
    return task && { path, text, document, range: task.range, value: task.source };
  }
  const [only, ...others] = template.kind === 'placeholders' ? template.messages : [];
  if (format !== 'text' || !only || others.length > 0) return undefined;
  return { path, text, document, range: only.range };
}

/** The text that is edited: the body of the file, or of a `.prompt.yml` the message that says what to do. */
export function bodyOf({ text, range, value }: EditablePrompt): string {
  return value ?? text.slice(range.start, range.end);
}

/** The whole file with another body. The line ends stay as the file has them, and so does the room before and behind the body. */
export function withBody(prompt: EditablePrompt, body: string): string {
  const { text, range, value } = prompt;
  const old = bodyOf(prompt);
  const [room = ''] = /^\s*/.exec(old) ?? [];
  const end = old.slice(old.trimEnd().length);
  const inside = old.trim() === '' ? body : `${room}${body.trim()}${end}`;
  const put = value === undefined ? inside : yamlValue(inside, text, range);
  const written = text.includes('\r\n') ? put.replace(/\r?\n/g, '\r\n') : put;
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
