import type { JsonObject } from '../../json.ts';
import type { Part } from '../../messages.ts';
import type { Warnings } from '../contract/warnings.ts';
import { dataUrl, type Media, readMedia } from '../mapping/media.ts';
import type { ChatServer } from './chatFlags.ts';

/** A text or a medium as a part of a Chat Completions message; undefined, with a warning, for a part that the server cannot take. */
export function chatPart(part: Part, server: ChatServer, warnings: Warnings): JsonObject | undefined {
  if (part.type === 'text') return { type: 'text', text: part.text };
  if (part.type !== 'media') return undefined;
  const media = readMedia(part);
  const sent = mediaPart(media, server);
  return typeof sent === 'string' ? warnings.drop('messages', part, `${sent}; the media was left out.`) : sent;
}

/** The part, or the reason why there is none. */
function mediaPart(media: Media, { who, flags }: ChatServer): JsonObject | string {
  if (media.type === 'unreachable') return `${who} cannot fetch files`;
  if (media.type === 'address' && !flags.takesImageAddress) return `${who} cannot fetch addresses`;
  const url = media.type === 'address' ? media.url : dataUrl(media);
  const { contentType = 'image/*' } = media;
  if (contentType.startsWith('image/')) return { type: 'image_url', image_url: { url } };
  if (flags.mediaForm === 'mistral') return mistralPart(media, contentType) ?? `${who} takes no ${contentType}`;
  if (media.type === 'address') return `${who} takes the bytes of ${contentType}, not its address`;
  if (contentType === 'application/pdf') return { type: 'file', file: { filename: 'document.pdf', file_data: url } };
  const format = audioFormats[contentType];
  if (format !== undefined) return { type: 'input_audio', input_audio: { data: media.base64, format } };
  return `${who} takes no ${contentType}`;
}

/** A part in Mistral's form, which also takes documents and audio by address, and audio in any format without its name. */
function mistralPart(media: Exclude<Media, { type: 'unreachable' }>, contentType: string): JsonObject | undefined {
  const url = media.type === 'address' ? media.url : dataUrl(media);
  if (contentType === 'application/pdf') return { type: 'document_url', document_url: url };
  if (!contentType.startsWith('audio/')) return undefined;
  return { type: 'input_audio', input_audio: media.type === 'address' ? media.url : media.base64 };
}

const audioFormats: Readonly<Record<string, string>> = {
  'audio/wav': 'wav',
  'audio/x-wav': 'wav',
  'audio/mpeg': 'mp3',
  'audio/mp3': 'mp3',
};
