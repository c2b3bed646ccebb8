import { visiblePieces } from '../../core/text/hiddenCharacters.ts';

/** A text as nodes for the page: text as text, and a chip with its code for each character that would not show. */
export function visibleNodes(text: string): readonly (Text | HTMLElement)[] {
  return visiblePieces(text).map((piece) => {
    if (piece.kind === 'plain') return new Text(piece.text);
    const chip = document.createElement('span');
    chip.className = 'chip';
    chip.title = piece.name;
    chip.textContent = piece.code;
    return chip;
  });
}
