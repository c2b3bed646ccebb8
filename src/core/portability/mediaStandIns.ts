import type { Message, Part } from '../messages.ts';
import { mediaTypeOf, readMedia } from '../providers/mapping/media.ts';

/** The messages with an empty picture or document in place of each local file: to find out who takes a file, it need not be read. */
export function withMediaStandIns(messages: readonly Message[]): readonly Message[] {
  return messages.map((message) => ({ ...message, parts: message.parts.map(standIn) }));
}

function standIn(part: Part): Part {
  if (part.type !== 'media' || readMedia(part).type !== 'unreachable') return part;
  const contentType = part.contentType ?? mediaTypeOf(part.url) ?? 'image/png';
  return { type: 'media', url: `data:${contentType};base64,`, contentType };
}
