import { visiblePieces } from './hiddenCharacters.ts';

/**
 * The text with every character that would not show, or would move a terminal's cursor, written as `<U+202E>`. A carriage return that does
 * not end a line is one of them, since the text after it would overwrite the line.
 */
export function printable(text: string): string {
  return replaceHidden(text, (code) => `<${code}>`);
}

/** JSON in which such characters stand as escapes: `\\u202e`. */
export function hiddenAsEscapes(json: string): string {
  return replaceHidden(json, (code) => escapeOf(Number.parseInt(code.slice(2), 16)));
}

function replaceHidden(text: string, written: (code: string) => string): string {
  return visiblePieces(text)
    .map((piece) => (piece.kind === 'plain' ? piece.text.replace(/\r(?!\n)/g, written('U+000D')) : written(piece.code)))
    .join('');
}

function escapeOf(codePoint: number): string {
  const units = String.fromCodePoint(codePoint).split('');
  return units.map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`).join('');
}
