import type { Message, Part } from '../../messages.ts';
import type { Warnings } from '../contract/warnings.ts';

/** The kinds of URL of a media part: bytes in a data URL, an address, or something that no vendor can fetch. */
export type Media =
  | { readonly type: 'data'; readonly contentType: string; readonly base64: string }
  | { readonly type: 'address'; readonly url: string; readonly contentType: string | undefined }
  | { readonly type: 'unreachable'; readonly url: string };

interface PlacedMedia {
  readonly part: Part;
  readonly who: string;
  readonly warnings: Warnings;
}

/** True when media stands in the words of the user, where every vendor takes it; elsewhere it is dropped with a warning. */
export function isUsers({ role }: Message, { part, who, warnings }: PlacedMedia): boolean {
  if (role === 'user' || role === 'tool') return true;
  const whose = role === 'system' ? 'a system message' : 'the words of the assistant';
  warnings.drop('messages', part, `${who} takes no media in ${whose}; it was left out.`);
  return false;
}

/** Reads a part's URL. The stated content type goes before that of a data URL or of the ending. */
export function readMedia(part: { readonly url: string; readonly contentType?: string }): Media {
  const data = /^data:([^;,]*)((?:;[^;,]*)*),([\s\S]*)$/.exec(part.url);
  if (data) {
    const [, type = '', options = '', payload = ''] = data;
    const base64 = options.includes(';base64') ? payload : toBase64(decodeURIComponent(payload));
    return { type: 'data', contentType: part.contentType ?? (type || 'text/plain'), base64 };
  }
  if (/^https?:\/\//i.test(part.url))
    return { type: 'address', url: part.url, contentType: part.contentType ?? typeByName(part.url) };
  return { type: 'unreachable', url: part.url };
}

/** The bytes as a data URL. */
export function dataUrl(media: { readonly contentType: string; readonly base64: string }): string {
  return `data:${media.contentType};base64,${media.base64}`;
}

const typesByEnding: Readonly<Record<string, string>> = {
  png: 'image/png',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  gif: 'image/gif',
  webp: 'image/webp',
  pdf: 'application/pdf',
  mp3: 'audio/mpeg',
  wav: 'audio/wav',
};

function typeByName(url: string): string | undefined {
  return mediaTypeOf(new URL(url).pathname);
}

/** The media type by the ending of a path; undefined for an unknown ending. */
export function mediaTypeOf(path: string): string | undefined {
  const ending = /\.(\w+)$/.exec(path)?.[1]?.toLowerCase();
  return ending === undefined ? undefined : typesByEnding[ending];
}

function toBase64(text: string): string {
  const bytes = new TextEncoder().encode(text);
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
}
