import type { JsonObject } from '../../json.ts';
import { defined, textAt } from '../../jsonRead.ts';
import type { Message, Part } from '../../messages.ts';
import type { Warnings } from '../contract/warnings.ts';
import { argumentsText } from '../mapping/callInput.ts';
import { withoutLooseThoughts } from '../mapping/conversation.ts';
import { dataUrl, isUsers, readMedia } from '../mapping/media.ts';
import { resultText } from '../mapping/resultText.ts';
import { isReplayable } from './responseTurn.ts';

/** The input items of a conversation, each at its place. */
export function inputItems(turns: readonly Message[], warnings: Warnings): JsonObject[] {
  return turns.flatMap((message) => {
    const parts = withoutLooseThoughts(message.parts.filter(isSent));
    return message.role === 'assistant'
      ? assistantItems({ ...message, parts }, warnings)
      : [...parts.flatMap((part) => resultItems(part, warnings)), ...messageItems(parts, message, warnings)];
  });
}

/** False for thoughts without the state that the Responses API gave with them. */
function isSent(part: Part): boolean {
  return part.type !== 'reasoning' || isReplayable(part.state);
}

/** Words, thoughts and calls in the order in which they came; words of one phase that follow each other are one message. */
function assistantItems(message: Message, warnings: Warnings): JsonObject[] {
  const items: JsonObject[] = [];
  let words: Part[] = [];
  const endWords = () => {
    items.push(...messageItems(words, message, warnings));
    words = [];
  };
  for (const part of message.parts) {
    const isNext = part.type === 'text' && part.state !== undefined;
    if (isNext || part.type === 'tool-call' || part.type === 'reasoning') endWords();
    if (part.type === 'text' || part.type === 'media') words.push(part);
    if (part.type === 'reasoning' && isReplayable(part.state)) items.push(reasoningItem(part.state));
    if (part.type === 'tool-call')
      items.push({ type: 'function_call', call_id: part.id, name: part.name, arguments: argumentsText(part) });
  }
  endWords();
  return items;
}

/**
 * The item as it came, without what the API gives and does not take: a status, and plain thoughts beside encrypted ones.
 * https://github.com/microsoft/agent-framework-go/pull/784
 */
function reasoningItem({ status: _given, content, ...item }: JsonObject): JsonObject {
  return 'encrypted_content' in item || content === undefined ? item : { ...item, content };
}

/** The result of a call: a text, or a list where media stands beside it. */
function resultItems(part: Part, warnings: Warnings): JsonObject[] {
  if (part.type !== 'tool-result') return [];
  const media = (part.media ?? []).map((one) => contentPart(one, warnings)).filter((one) => one !== undefined);
  const text = resultText(part);
  const words = text === '' ? [] : [{ type: 'input_text', text }];
  return [{ type: 'function_call_output', call_id: part.id, output: media.length > 0 ? [...words, ...media] : text }];
}

function messageItems(parts: readonly Part[], message: Message, warnings: Warnings): JsonObject[] {
  const content = parts.filter(
    (part) =>
      part.type === 'text' || (part.type === 'media' && isUsers(message, { part, who: 'The Responses API', warnings })),
  );
  const sent = contentOf(content, warnings);
  const phase = content.map((part) => (part.type === 'text' ? textAt(part.state, 'phase') : undefined))[0];
  return sent.length > 0 ? [{ role: roleOf(message), content: sent, ...defined({ phase }) }] : [];
}

function roleOf({ role }: Message): string {
  if (role === 'system') return 'developer';
  return role === 'tool' ? 'user' : role;
}

function contentOf(parts: readonly Part[], warnings: Warnings): string | JsonObject[] {
  if (parts.every((part) => part.type === 'text')) return parts.map(({ text }) => text).join('');
  return parts.map((part) => contentPart(part, warnings)).filter((part) => part !== undefined);
}

function contentPart(part: Part, warnings: Warnings): JsonObject | undefined {
  if (part.type === 'text') return { type: 'input_text', text: part.text };
  if (part.type !== 'media') return undefined;
  const media = readMedia(part);
  if (media.type === 'unreachable')
    return warnings.drop('messages', part, 'A provider cannot read a file on this machine; the media was left out.');
  const url = media.type === 'data' ? dataUrl(media) : media.url;
  if (media.contentType === 'application/pdf') {
    return {
      type: 'input_file',
      ...(media.type === 'data' ? { filename: 'document.pdf', file_data: url } : { file_url: url }),
    };
  }
  if (media.contentType === undefined || media.contentType.startsWith('image/'))
    return { type: 'input_image', image_url: url, detail: 'auto' };
  return warnings.drop('messages', part, `The Responses API takes no ${media.contentType}; the media was left out.`);
}
