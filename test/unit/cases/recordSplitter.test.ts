import assert from 'node:assert/strict';
import { CsvRecords } from '../../../src/core/cases/csvRecords.ts';
import { parseRecord } from '../../../src/core/cases/parseRecord.ts';
import { RecordSplitter } from '../../../src/core/cases/recordSplitter.ts';

describe('RecordSplitter', () => {
  const layouts: Readonly<Record<string, string>> = {
    'JSON lines': '\uFEFF{"a":1}\r\n\r\n{"a":"}{\\""}\n{"a":[2]}',
    'JSON values over several lines': '{\n  "a": 1\n}\n{\n  "a": "}{\\""\n}\n{\n "a": [2]\n}\n',
    'one JSON list': '[\n{"a":1}, {"a":"}{\\""},\n{"a":[2]}\n]\n',
  };
  for (const [name, text] of Object.entries(layouts))
    it(`cuts ${name} wherever the pieces end`, () => {
      for (let size = 1; size <= text.length; size++)
        assert.deepEqual(valuesOf(text, size), [{ a: 1 }, { a: '}{"' }, { a: [2] }], `pieces of ${size}`);
    });

  it('says the line of each record', () => {
    const splitter = new RecordSplitter();
    const found = [...splitter.push('{"a":1}\n\n{"a":2}\n{"a"'), ...splitter.end()];
    assert.deepEqual(
      found.map(({ line }) => line),
      [1, 3, 4],
    );
    assert.deepEqual(found.map(parseRecord).at(-1), { problem: 'it is cut off before its end' });
  });

  it('loses one line where one line is broken', () => {
    assert.deepEqual(valuesOf('{"a":1}\n{"a":\n{"a":2}\n', 5), [{ a: 1 }, { a: 2 }]);
  });

  it('loses a first line that is broken behind its value, wherever the pieces end', () => {
    const text = '{"a":1} x\n{"a":2}\n';
    for (let size = 1; size <= text.length; size++)
      assert.deepEqual(valuesOf(text, size), [{ a: 2 }], `pieces of ${size}`);
  });

  it("names a dump of Node's console exporter", () => {
    const [record] = new RecordSplitter().push('{\n  resource: {\n    attributes: {}\n  }\n}\n');
    assert.match(record ? JSON.stringify(parseRecord(record)) : '', /Node's console exporter/);
  });
});

describe('CsvRecords', () => {
  it('reads cells with line ends, whatever the pieces', () => {
    const text = 'question;answer\r\n"Where\nis it?";Here\r\nWhen?;"Now; or ""then"""\r\n';
    for (let size = 1; size <= text.length; size++) {
      const records = new CsvRecords();
      const rows = [...pieces(text, size).flatMap((piece) => records.push(piece)), ...records.end()];
      assert.deepEqual(rows, [
        { line: 2, value: { question: 'Where\nis it?', answer: 'Here' } },
        { line: 4, value: { question: 'When?', answer: 'Now; or "then"' } },
      ]);
    }
  });

  it('says the line of a row that does not fit, behind a block of good ones', () => {
    const records = new CsvRecords();
    const rows = [...records.push(`a,b\n${'1,2\n'.repeat(1_200)}only\n1,2\n`), ...records.end()];
    assert.equal(rows.length, 1_202);
    assert.deepEqual(
      rows.filter((row) => 'problem' in row).map(({ line }) => line),
      [1_202],
    );
  });
});

function pieces(text: string, size: number): readonly string[] {
  return Array.from({ length: Math.ceil(text.length / size) }, (_item, index) =>
    text.slice(index * size, (index + 1) * size),
  );
}

function valuesOf(text: string, size: number) {
  const splitter = new RecordSplitter();
  const found = [...pieces(text, size).flatMap((piece) => splitter.push(piece)), ...splitter.end()];
  return found.map(parseRecord).flatMap((parsed) => ('value' in parsed ? [parsed.value] : []));
}
