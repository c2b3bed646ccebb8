import assert from 'node:assert/strict';
import { addCaseFile } from '../../../src/core/dataset/addCaseFile.ts';
import { PolypromptError } from '../../../src/core/errors.ts';
import { applyEdits } from '../../../src/core/text/applyEdits.ts';

describe('addCaseFile', () => {
  const written: readonly (readonly [name: string, before: string, after: string])[] = [
    ['beside one file', 'cases: ./a.csv # ours\n', 'cases: [./a.csv, ./b.jsonl] # ours\n'],
    ['into a list on one line', 'cases: [./a.csv]\n', 'cases: [./a.csv, ./b.jsonl]\n'],
    ['into an empty list', 'cases: []\n', 'cases: [./b.jsonl]\n'],
    [
      'before other items',
      'cases:\n  - ./a.csv\n  - {vars: {x: 1}}\n',
      'cases:\n  - ./b.jsonl\n  - ./a.csv\n  - {vars: {x: 1}}\n',
    ],
    ['into tests of another tool', 'tests: ./a.csv\n', 'tests: [./a.csv, ./b.jsonl]\n'],
    ['at the end where there are none', 'prompt: ./a.prompt', 'prompt: ./a.prompt\ncases: ./b.jsonl\n'],
  ];
  for (const [name, before, after] of written)
    it(`writes it ${name}`, () => assert.equal(applyEdits(before, addCaseFile(before, './b.jsonl')), after));

  it('quotes a name with spaces', () => {
    assert.equal(applyEdits('', addCaseFile('', './my cases.jsonl')), 'cases: "./my cases.jsonl"\n');
  });

  it('leaves a broken suite alone', () => {
    assert.throws(() => addCaseFile('cases: [', './b.jsonl'), PolypromptError);
    assert.throws(() => addCaseFile('cases: {a: 1}\n', './b.jsonl'), /neither a file nor a list/);
  });
});
