import { parseChatText } from '../dataset/chatText.ts';
import type { TextFile } from '../dataset/suite.ts';
import { extensionOf } from '../dataset/suitePath.ts';
import { isJsonObject, type JsonValue } from '../json.ts';
import type { PromptDocument } from '../prompt/document.ts';
import { readPrompt } from '../prompt/readPrompt.ts';
import { readYaml, valueAt, type YamlPath, type YamlSource } from '../text/yamlSource.ts';
import { bodyOf, type EditablePrompt } from './promptBody.ts';
import { markShape, templateShape } from './templateShape.ts';

/** Opens a prompt file for editing; undefined for a format whose body is not one text. */
export function editablePrompt(path: string, text: string): EditablePrompt | undefined {
  const document = readPrompt({ path, text });
  const place = bodyPlace(document);
  if (!place) return undefined;
  const reopen = (other: string) => editablePrompt(path, other);
  return { path, text, ...place, shape: templateShape(document), reopen };
}

type BodyPlace = Pick<EditablePrompt, 'range' | 'value'>;

function bodyPlace({ format, template }: PromptDocument): BodyPlace | undefined {
  const isOneText = (format === 'dotprompt' && template.kind === 'dotprompt') || template.kind === 'role-lines';
  if (isOneText) return { range: template.range };
  if (format === 'github' && template.kind === 'placeholders') {
    const task = template.messages.find(({ role }) => role === 'system') ?? template.messages[0];
    return task && { range: task.range, value: task.source };
  }
  const [only, ...others] = template.kind === 'placeholders' ? template.messages : [];
  return format === 'text' && only && others.length === 0 ? { range: only.range } : undefined;
}

/**
 * Opens the text of a prompt that stands in a suite or in a file of its own without a prompt's form. Of a chat the message that says what to
 * do is edited. Undefined where the text stands at several places or is no single text.
 */
export function editableText(source: TextFile, text: string): EditablePrompt | undefined {
  const { file: path } = source;
  const place = source.path ? valuePlace(text, source.path) : filePlace(path, text);
  if (!place) return undefined;
  const reopen = (other: string) => editableText(source, other);
  return { path, text, ...place, shape: markShape(bodyOf({ text, ...place })), reopen };
}

function valuePlace(text: string, path: YamlPath): BodyPlace | undefined {
  const yaml = readYaml(text, 0, { shape: 'any', merge: true });
  const place = textAt(yaml, path);
  return place && !isChat(place.value) ? place : undefined;
}

/** A value that is written there, and not elsewhere with a name by which it is meant. */
function textAt(yaml: YamlSource, path: YamlPath): Required<BodyPlace> | undefined {
  const value = valueAt(yaml.content, path);
  if (typeof value !== 'string' || yaml.isBroken || yaml.writtenAt(path) === undefined) return undefined;
  return { range: yaml.rangeOf(path), value };
}

function filePlace(path: string, text: string): BodyPlace | undefined {
  if (/^(?:jsonl|csv)$/.test(extensionOf(path))) return undefined;
  const whole = { range: { start: 0, end: text.length } };
  if (!/^(?:json|ya?ml)$/.test(extensionOf(path))) return isChat(text) ? undefined : whole;
  const yaml = readYaml(text, 0, { shape: 'any', merge: true });
  const at = yaml.isBroken ? undefined : taskMessage(yaml.content);
  return at && textAt(yaml, at);
}

/** Where a chat says what to do: the system's message, else the first one. */
function taskMessage(content: JsonValue): YamlPath | undefined {
  if (!Array.isArray(content) || content.length === 0) return undefined;
  const system = content.findIndex((message) => isJsonObject(message) && message['role'] === 'system');
  return [Math.max(0, system), 'content'];
}

function isChat(text: string): boolean {
  try {
    const messages = parseChatText(text);
    return messages.length !== 1 || messages[0]?.role !== 'user' || isStructured(text);
  } catch {
    return true;
  }
}

function isStructured(text: string): boolean {
  return /^\s*(?:[[{]\s*["{[]|- role:)/.test(text) && !/^\s*\{[{%#]/.test(text);
}
