/** A piece of text as it is, or one character that would not show, of which the reader must know. */
export type VisiblePiece =
  | { readonly kind: 'plain'; readonly text: string }
  | { readonly kind: 'hidden'; readonly code: string; readonly name: string };

/**
 * The hidden characters: controls except tab and line ends, formatting characters except Arabic signs that do show, tags and rare variation
 * selectors.
 */
const hidden = /(?![\t\n\r\u0600-\u0605\u06dd\u070f\u0890\u0891\u08e2])[\p{Cc}\p{Cf}]|[\u{e0000}-\u{e0fff}]/gu;

const names: Readonly<Record<string, string>> = {
  '0000': 'null',
  '0007': 'bell',
  '0008': 'backspace',
  '001B': 'escape',
  '007F': 'delete',
  '00AD': 'soft hyphen',
  '200B': 'zero-width space',
  '200C': 'zero-width non-joiner',
  '200D': 'zero-width joiner',
  '200E': 'left-to-right mark',
  '200F': 'right-to-left mark',
  '202A': 'left-to-right embedding',
  '202B': 'right-to-left embedding',
  '202C': 'pop directional formatting',
  '202D': 'left-to-right override',
  '202E': 'right-to-left override',
  '2060': 'word joiner',
  '2066': 'left-to-right isolate',
  '2067': 'right-to-left isolate',
  '2068': 'first strong isolate',
  '2069': 'pop directional isolate',
  FEFF: 'byte order mark',
};

/** Cuts a text so that every character that would not show stands alone. The text itself is not changed. */
export function visiblePieces(text: string): readonly VisiblePiece[] {
  const pieces: VisiblePiece[] = [];
  let plainStart = 0;
  for (const match of text.matchAll(hidden)) {
    if (isJoiner(text, match.index)) continue;
    pushPlain(pieces, text.slice(plainStart, match.index));
    pieces.push(hiddenPiece(match[0]));
    plainStart = match.index + match[0].length;
  }
  pushPlain(pieces, text.slice(plainStart));
  return pieces;
}

/** True for a joiner inside emoji and in scripts that need it, which is part of the writing and not hidden text. */
function isJoiner(text: string, index: number): boolean {
  const code = text.charCodeAt(index);
  if (code !== 0x200c && code !== 0x200d) return false;
  return text.charCodeAt(index - 1) > 0x024f && text.charCodeAt(index + 1) > 0x024f;
}

function hiddenPiece(character: string): VisiblePiece {
  const code = (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
  return { kind: 'hidden', code: `U+${code}`, name: names[code] ?? 'invisible character' };
}

function pushPlain(pieces: VisiblePiece[], text: string): void {
  if (text !== '') pieces.push({ kind: 'plain', text });
}
