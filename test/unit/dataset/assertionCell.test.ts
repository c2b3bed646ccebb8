import assert from 'node:assert/strict';
import { readAssertionCell } from '../../../src/core/dataset/assertionCell.ts';
import { readCsvCases } from '../../../src/core/dataset/csvCases.ts';
import { readCsv } from '../../../src/core/dataset/csvTable.ts';

describe('a check in a cell', () => {
  for (const [cell, check] of [
    ['contains:Rome', { type: 'contains', value: 'Rome' }],
    ['not-contains: Rome ', { type: 'not-contains', value: 'Rome' }],
    ['contains:', { type: 'contains', value: '' }],
    ['is-json', { type: 'is-json' }],
    ['is-json:', { type: 'is-json' }],
    ['is-json: {"a": 1}', { type: 'is-json', value: ' {"a": 1}' }],
    ['similar:x', { type: 'similar', value: 'x', threshold: 0.8 }],
    ['similar(0.5):x', { type: 'similar', value: 'x', threshold: 0.5 }],
    ['levenshtein:x', { type: 'levenshtein', value: 'x', threshold: 0.75 }],
    ['contains(0.5):x', { type: 'contains', value: 'x' }],
    ['javascript: output.length ', { type: 'javascript', value: 'output.length' }],
    ['fn:1', { type: 'javascript', value: '1' }],
    ['grade: Is it polite?', { type: 'llm-rubric', value: 'Is it polite?' }],
    ['python:1', { type: 'python', value: '1' }],
    ['file://check.js', { type: 'javascript', value: 'file://check.js' }],
    ['file://check.py', { type: 'python', value: 'file://check.py' }],
    [' contain:Rome ', { type: 'equals', value: 'contain:Rome' }],
  ] as const)
    it(`is read of ${cell}`, () => assert.deepEqual(readAssertionCell(cell), check));
});

describe('a list in a cell', () => {
  const lists = {
    'contains-all:"1,000",pieces': ['1,000', 'pieces'],
    'not-contains-any: "2,000" , 000 items': ['2,000', '000 items'],
    'icontains-any:"say \\"hi\\"","a ""b""","c\\\\d"': ['say "hi"', 'a "b"', 'c\\d'],
    'icontains-all:,a,,b,': ['a', 'b'],
  };
  for (const [cell, value] of Object.entries(lists))
    it(`of ${cell} keeps what its quotes hold`, () => assert.deepEqual(readAssertionCell(cell)['value'], value));

  it('stays a text where a quote is not closed, so that its check says so', () => {
    assert.equal(readAssertionCell('contains-any:"a,b')['value'], '"a,b');
  });
});

describe('thresholds in a table', () => {
  const read = (text: string) => readCsvCases(readCsv(text));

  it('may be 0', () => {
    assert.equal(read('q,__threshold,__expected\nx,0,y\n').cases[0]?.value['threshold'], 0);
  });

  it('belong to the checks from the first on: there is none before it', () => {
    const { problems } = read('q,__expected,__config:__expected0:threshold\nx,similar:y,0.3\n');
    assert.deepEqual(
      problems.map(({ severity, code }) => [severity, code]),
      [['error', 'column']],
    );
    const { cases } = read('q,__expected0,__config:__expected1:threshold\nx,similar:y,0.3\n');
    assert.deepEqual(cases[0]?.value['assert'], [{ type: 'similar', value: 'y', threshold: 0.3 }]);
  });
});
