import type { JsonObject, JsonValue } from '../../json.ts';
import { defined, textAt } from '../../jsonRead.ts';
import type { MediaPart, Message, Part } from '../../messages.ts';
import type { Warnings } from '../contract/warnings.ts';
import type { CallIds } from '../mapping/callIds.ts';
import { inputObject } from '../mapping/callInput.ts';
import { side, withoutLooseThoughts } from '../mapping/conversation.ts';
import { readMedia } from '../mapping/media.ts';

interface Place {
  readonly ids: CallIds;
  readonly warnings: Warnings;
}

/** A message of two-sided alternation as Anthropic takes it; its content is empty where nothing of it can be sent. */
export function messageField(message: Message, place: Place): { role: string; content: string | JsonObject[] } {
  const blocks = inOrder(message)
    .map((part) => block(part, message, place))
    .filter((sent) => sent !== undefined);
  const [only] = blocks;
  const text = blocks.length === 1 && only?.['type'] === 'text' ? only['text'] : undefined;
  return { role: side(message), content: typeof text === 'string' ? text : blocks };
}

/** The parts in their order, but results before any words: https://platform.claude.com/docs/en/agents-and-tools/tool-use/implement-tool-use */
function inOrder(message: Message): readonly Part[] {
  if (side(message) === 'assistant') return withoutLooseThoughts(message.parts.filter(isSent));
  const results = message.parts.filter((part) => part.type === 'tool-result');
  return [...results, ...message.parts.filter((part) => part.type !== 'tool-result')];
}

function isSent(part: Part): boolean {
  return part.type !== 'reasoning' || thinkingBlock(part) !== undefined;
}

function block(part: Part, message: Message, { ids, warnings }: Place): JsonObject | undefined {
  switch (part.type) {
    case 'text':
      return part.text === '' ? undefined : { type: 'text', text: part.text };
    case 'tool-call':
      return { type: 'tool_use', id: ids.of(part.id), name: part.name, input: inputObject(part) };
    case 'tool-result':
      return {
        type: 'tool_result',
        tool_use_id: ids.of(part.id),
        content: resultContent(part, message, warnings),
        ...defined({ is_error: part.isError }),
      };
    case 'media':
      return mediaBlock(part, message, warnings);
    case 'reasoning':
      return thinkingBlock(part);
    case 'pending':
      return undefined;
  }
}

/** Thinking with its signature, or the data of redacted thinking; undefined for thoughts that Anthropic did not sign. */
function thinkingBlock({ text, state }: Part & { readonly type: 'reasoning' }): JsonObject | undefined {
  const data = textAt(state, 'data');
  if (data !== undefined) return { type: 'redacted_thinking', data };
  const signature = textAt(state, 'signature');
  return signature === undefined ? undefined : { type: 'thinking', thinking: text, signature };
}

/** A text, or blocks where media stands beside it; an empty block of text would be refused. */
function resultContent(
  { output, media = [] }: Part & { readonly type: 'tool-result' },
  message: Message,
  warnings: Warnings,
): string | JsonObject[] {
  const blocks = media.map((part) => mediaBlock(part, message, warnings)).filter((sent) => sent !== undefined);
  if (blocks.length === 0) return output;
  return output === '' ? blocks : [{ type: 'text', text: output }, ...blocks];
}

const imageTypes = ['image/jpeg', 'image/png', 'image/gif', 'image/webp'];

function mediaBlock(part: MediaPart, { role }: Message, warnings: Warnings): JsonObject | undefined {
  const media = readMedia(part);
  if (role === 'assistant')
    return warnings.drop('messages', part, 'Anthropic takes no media in the words of the assistant.');
  if (media.type === 'unreachable')
    return warnings.drop('messages', part, 'Anthropic cannot read a file on this machine; the media was left out.');
  const type = media.contentType;
  const source: JsonValue =
    media.type === 'address'
      ? { type: 'url', url: media.url }
      : { type: 'base64', media_type: media.contentType, data: media.base64 };
  if (type === 'application/pdf') return { type: 'document', source };
  if (type === undefined || imageTypes.includes(type)) return { type: 'image', source };
  return warnings.drop('messages', part, `Anthropic takes no ${type}; the media was left out.`);
}
