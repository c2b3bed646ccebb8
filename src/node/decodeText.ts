import type { FileText } from '../core/dataset/suiteFiles.ts';

/** The text of a file, with its byte order mark where it has one; refused where its bytes are no UTF-8. */
export function decodeText(content: Uint8Array): FileText {
  try {
    return { text: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(content) };
  } catch {
    return { refused: 'it is not UTF-8: save it with that encoding.' };
  }
}

/** The same without the mark, for a text that becomes a part of another one. */
export function decodeWithoutMark(content: Uint8Array): FileText {
  const found = decodeText(content);
  return 'text' in found ? { text: found.text.replace(/^\uFEFF/, '') } : found;
}
