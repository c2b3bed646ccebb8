import { PolypromptError } from '../errors.ts';
import { isJsonObject, type JsonValue } from '../json.ts';
import type { Message, Part } from '../messages.ts';
import { readYaml } from '../text/yamlSource.ts';

const roles = {
  system: 'system',
  developer: 'system',
  user: 'user',
  assistant: 'assistant',
  model: 'assistant',
} as const;

/** A rendered prompt as messages: a chat in JSON or YAML, else one user message. Throws `invalid-prompt` for half a chat. */
export function parseChatText(text: string): readonly Message[] {
  const trimmed = text.trim();
  if (/^- role:/.test(trimmed)) return yamlChat(text);
  const value = parseJson(trimmed);
  if (value === undefined) {
    if (/^[[{]/.test(trimmed) && /[\]}]$/.test(trimmed) && trimmed.includes('"role"'))
      throw new PolypromptError('invalid-prompt', 'This prompt looks like a chat in JSON, but is not valid JSON.');
    return [{ role: 'user', parts: [{ type: 'text', text }] }];
  }
  return chatOf(value) ?? [{ role: 'user', parts: [{ type: 'text', text }] }];
}

function yamlChat(text: string): readonly Message[] {
  const yaml = readYaml(text, 0, { shape: 'any' });
  const messages = yaml.isBroken ? undefined : chatOf(yaml.content);
  if (messages) return messages;
  throw new PolypromptError('invalid-prompt', 'This prompt looks like a chat in YAML, but cannot be read as one.');
}

function chatOf(value: JsonValue): readonly Message[] | undefined {
  const list = Array.isArray(value) ? value : [value];
  const messages = list.map(messageOf);
  const whole = messages.filter((message) => message !== undefined);
  return list.length > 0 && whole.length === list.length ? whole : undefined;
}

function messageOf(value: JsonValue): Message | undefined {
  if (!isJsonObject(value)) return undefined;
  const { role, content } = value;
  const known = Object.entries(roles).find(([name]) => name === role)?.[1];
  if (!known) return undefined;
  if (typeof content === 'string') return { role: known, parts: [{ type: 'text', text: content }] };
  const parts = Array.isArray(content) ? content.map(partOf) : [];
  const whole = parts.filter((part) => part !== undefined);
  return Array.isArray(content) && whole.length === parts.length ? { role: known, parts: whole } : undefined;
}

function partOf(value: JsonValue): Part | undefined {
  if (typeof value === 'string') return { type: 'text', text: value };
  if (!isJsonObject(value)) return undefined;
  const { text } = value;
  if (typeof text === 'string') return { type: 'text', text };
  const image = value['image_url'];
  const url = isJsonObject(image) ? image['url'] : image;
  return typeof url === 'string' ? { type: 'media', url } : undefined;
}

/** Parses JSON; undefined for a text that is none. */
export function parseJson(text: string): JsonValue | undefined {
  try {
    const value: JsonValue = JSON.parse(text);
    return value;
  } catch {
    return undefined;
  }
}

/** Messages as one text: the text itself when there is only one user message, else the chat as JSON. */
export function chatText(messages: readonly Message[]): string {
  const [only, ...others] = messages;
  const [part, ...more] = only?.parts ?? [];
  if (only?.role === 'user' && others.length === 0 && more.length === 0 && part?.type === 'text') return part.text;
  return JSON.stringify(messages.map(({ role, parts }) => ({ role, content: contentOf(parts) })));
}

function contentOf(parts: readonly Part[]): JsonValue {
  const [part, ...more] = parts;
  if (part?.type === 'text' && more.length === 0) return part.text;
  return parts.flatMap((item): JsonValue[] => {
    if (item.type === 'text') return [{ type: 'text', text: item.text }];
    return item.type === 'media' ? [{ type: 'image_url', image_url: { url: item.url } }] : [];
  });
}
