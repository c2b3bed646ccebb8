import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { readJsonLines } from '../../../src/core/dataset/jsonLines.ts';
import { agreements } from '../../../src/core/diff/agreement.ts';
import { parseExactJson } from '../../../src/core/text/exactNumbers.ts';
import { readYaml } from '../../../src/core/text/yamlSource.ts';

const long = '174322306148984899';

describe('whole numbers that no number can hold', () => {
  it('are read from JSON as their digits, and every other value as it is', () => {
    assert.deepEqual(
      parseExactJson(`{"id": ${long}, "text": "${long}, \\"${long}", "list": [-${long}, 1e3, 9007199254740991, 0.5]}`),
      {
        id: long,
        text: `${long}, "${long}`,
        list: [`-${long}`, 1000, 9007199254740991, 0.5],
      },
    );
    assert.throws(() => parseExactJson(`{"id": ${long}`), SyntaxError);
  });

  it('are read from YAML and JSON Lines as their digits, with one note where the first stands', () => {
    const yaml = readYaml(`id: ${long}\nzip: 01234\nfew: 12\nhex: 0x10\nfloat: 0.5\n"0": 0\n`, 0);
    assert.deepEqual(yaml.value, { id: long, zip: '01234', few: 12, hex: 16, float: 0.5, 0: 0 });
    const [note, ...more] = yaml.problems;
    assert.deepEqual(
      [note?.severity, note?.code, note?.range, more],
      ['warning', 'exact-number', { start: 4, end: 22 }, []],
    );
    const lines = readJsonLines(`{"id": 1}\n{"id": ${long}}\n{"id": ${long}}\n`);
    assert.deepEqual(
      lines.rows.map(({ value }) => value),
      [{ id: 1 }, { id: long }, { id: long }],
    );
    assert.deepEqual(
      lines.problems.map(({ code, severity, range }) => [code, severity, range.start]),
      [['exact-number', 'warning', 10]],
    );
  });

  it('are told apart where answers are compared', () => {
    const [id] = agreements([`{"id": ${long}}`, '{"id": 174322306148984900}']);
    assert.deepEqual([id?.field, id?.agreeing], ['id', 1]);
  });
});
