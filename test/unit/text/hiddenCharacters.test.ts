import assert from 'node:assert/strict';
import fc from 'fast-check';
import { visiblePieces } from '../../../src/core/text/hiddenCharacters.ts';

function shown(text: string): string {
  return visiblePieces(text)
    .map((piece) => (piece.kind === 'plain' ? piece.text : `<${piece.code} ${piece.name}>`))
    .join('');
}

describe('visiblePieces', () => {
  it('shows what would turn or hide text (fault 30)', () => {
    assert.equal(
      shown('pay \u202e1000\u202c'),
      'pay <U+202E right-to-left override>1000<U+202C pop directional formatting>',
    );
    assert.equal(shown('a\u200bb'), 'a<U+200B zero-width space>b');
    assert.equal(shown('\u{e0041}\u{e0042}'), '<U+E0041 invisible character><U+E0042 invisible character>');
  });

  it('shows terminal escapes and null (fault 30)', () => {
    assert.equal(shown('\u001b[31m\u0000'), '<U+001B escape>[31m<U+0000 null>');
  });

  it('leaves tabs, line ends, emoji families, Persian joiners and Arabic signs alone', () => {
    for (const text of ['a\tb\r\nc', '👩‍👩‍👧', 'می‌خواهم', '\u06dd', 'Ωmega e\u0301'])
      assert.deepEqual(visiblePieces(text), [{ kind: 'plain', text }]);
  });

  it('loses no character', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const back = visiblePieces(text)
          .map((piece) =>
            piece.kind === 'plain' ? piece.text : String.fromCodePoint(Number.parseInt(piece.code.slice(2), 16)),
          )
          .join('');
        assert.equal(back, text);
      }),
    );
  });
});
