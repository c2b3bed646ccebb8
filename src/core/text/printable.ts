import { visiblePieces } from './hiddenCharacters.ts';

/** The text with every character that would not show, or would move a terminal's cursor, written as `<U+202E>`. */
export function printable(text: string): string {
  return visiblePieces(text)
    .map((piece) => (piece.kind === 'plain' ? piece.text : `<${piece.code}>`))
    .join('');
}
