import assert from 'node:assert/strict';
import { lineSpan } from '../../../src/core/text/lineSpan.ts';
import { asWritten, plainLines, plainValues } from '../../../src/core/text/plainLines.ts';
import { hiddenAsEscapes, printable } from '../../../src/core/text/printable.ts';
import { formatTable } from '../../../src/core/text/table.ts';

describe('the span of the lines around a place', () => {
  const text = 'one\ntwo\nthree';
  const spanOf = (start: number, end: number) => {
    const span = lineSpan(text, { start, end });
    return text.slice(span.start, span.end);
  };

  it('is whole lines, with the last line end', () => {
    assert.equal(spanOf(5, 6), 'two\n');
    assert.equal(spanOf(1, 5), 'one\ntwo\n');
    assert.equal(spanOf(9, 9), 'three');
    assert.equal(spanOf(0, 0), 'one\n');
  });

  it('takes no line more where the place ends with a line', () => {
    assert.equal(spanOf(0, 4), 'one\n');
    assert.equal(spanOf(4, 4), 'two\n');
  });
});

describe('line ends', () => {
  it('are the same from any system', () => {
    assert.equal(plainLines('a\r\nb\nc\rd'), 'a\nb\nc\rd');
    assert.deepEqual(plainValues({ a: 'x\r\ny', b: ['\r\n', 1, { c: '\r\n' }], d: null }), {
      a: 'x\ny',
      b: ['\n', 1, { c: '\n' }],
      d: null,
    });
  });

  it('stay as they were in a text that is replaced, as does its byte order mark', () => {
    assert.equal(asWritten('a\nb\n', 'x\r\ny'), 'a\r\nb\r\n');
    assert.equal(asWritten('a\nb\n', 'x\ny'), 'a\nb\n');
    assert.equal(asWritten('a\n', '\uFEFFx\r\n'), '\uFEFFa\r\n');
  });
});

describe('characters that do not show', () => {
  it('are written out in a text, and escaped in JSON', () => {
    assert.equal(printable('a\u202Eb\rc\r\n'), 'a<U+202E>b<U+000D>c\r\n');
    assert.equal(hiddenAsEscapes('"a\u202Eb"'), '"a\\u202eb"');
    assert.equal(JSON.parse(hiddenAsEscapes('"a\u{E0041}\u0007b"')), 'a\u{E0041}\u0007b');
    assert.equal(hiddenAsEscapes('"\u{E0041}\u0007"'), '"\\udb40\\udc41\\u0007"');
  });
});

describe('a table', () => {
  it('has its first column on the left and figures under each other', () => {
    assert.equal(
      formatTable(
        ['model', 'passed'],
        [
          ['a/x', '7'],
          ['b/longer', '123'],
          ['c\nd', ''],
        ],
      ),
      'model     passed\na/x            7\nb/longer     123\nc d\n',
    );
  });
});
