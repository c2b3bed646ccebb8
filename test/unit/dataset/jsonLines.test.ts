import assert from 'node:assert/strict';
import { jsonFault, readJsonLines } from '../../../src/core/dataset/jsonLines.ts';
import { LineIndex } from '../../../src/core/dataset/lineIndex.ts';

/** The problems of a text, each with the line that it stands on. */
function problemsOf(text: string): readonly string[] {
  const lines = new LineIndex(text);
  return readJsonLines(text).problems.map(({ code, range }) => `${code} in line ${lines.lineAt(range.start)}`);
}

describe('a file of JSON lines', () => {
  it('names a line that is no JSON, and a key that stands twice in one map', () => {
    assert.deepEqual(problemsOf('{"a": 1}\n{"a": }\r\n\n{"a" : 1, "a" : 2}\n{"a": {"b": 1}, "b": 2}'), [
      'invalid-json in line 2',
      'duplicate-key in line 4',
    ]);
  });

  it('says once that digits of numbers would be lost', () => {
    assert.deepEqual(problemsOf('{"id": 1}\n{"id": 12345678901234567890}\n{"id": 12345678901234567891}'), [
      'exact-number in line 2',
    ]);
  });

  const nested = (levels: number) => '['.repeat(levels) + ']'.repeat(levels);

  it('may nest five hundred levels deep, and no deeper', () => {
    assert.deepEqual(problemsOf(nested(500)), []);
    assert.deepEqual(problemsOf(nested(501)), ['invalid-json in line 1']);
    assert.deepEqual(problemsOf(`{"a": ${nested(500)}}`), ['invalid-json in line 1']);
    assert.deepEqual(problemsOf(`[${'{"a": []}, '.repeat(600)}1]`), []);
  });

  it('may hold as many brackets as it likes within its texts', () => {
    const open = '['.repeat(600);
    assert.deepEqual(problemsOf(`{"a": "${open}"}`), []);
    assert.deepEqual(problemsOf(`{"a": "\\"${open}", "b": "{\\\\"}`), []);
  });
});

describe('a file that is one JSON value', () => {
  it('has no fault when it is JSON', () => assert.equal(jsonFault('{"a": [1]}'), undefined));

  it('has its fault where reading ends, and within the text', () => {
    assert.deepEqual(jsonFault('{"a": x}')?.range, { start: 6, end: 7 });
    assert.deepEqual(jsonFault('{"a": 1,\n}')?.range, { start: 9, end: 10 });
    assert.deepEqual(jsonFault('')?.range, { start: 0, end: 1 });
    for (const broken of ['{"a"', '[1, 2', '{"a": "b'])
      assert.ok((jsonFault(broken)?.range.start ?? broken.length) < broken.length, broken);
  });
});

describe('the lines of a text', () => {
  const text = 'one\r\ntwo\n\rfour';

  it('are counted from 1, with any line end', () => {
    const lines = new LineIndex(text);
    const at = (part: string) => lines.lineAt(text.indexOf(part));
    assert.deepEqual([at('one'), at('two'), at('four')], [1, 2, 4]);
    assert.deepEqual(
      [0, 4, 5, 8, 9, 10, 14].map((offset) => lines.lineAt(offset)),
      [1, 1, 2, 2, 3, 4, 4],
    );
  });

  it('have spans without their last line end', () => {
    const lines = new LineIndex(text);
    const of = (first: number, last?: number) => {
      const { start, end } = lines.rangeOf(first, last);
      return text.slice(start, end);
    };
    assert.deepEqual([of(1), of(2), of(3), of(4), of(9)], ['one', 'two', '', 'four', '']);
    assert.equal(of(1, 2), 'one\r\ntwo');
  });
});
