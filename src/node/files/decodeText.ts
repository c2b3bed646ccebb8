import type { FileText } from '../../core/dataset/suiteFiles.ts';

/**
 * The text of a file without its byte order mark, so that a place in it is the same as in an editor and no mark is sent to a model. A file
 * whose bytes are not UTF-8 is refused.
 */
export function decodeText(content: Uint8Array): FileText {
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(content) };
  } catch {
    return { refused: 'it is not UTF-8: save it with that encoding.' };
  }
}
