import assert from 'node:assert/strict';
import { editCasesKey } from '../../../src/core/prompt/casesKey.ts';
import type { PromptFormat } from '../../../src/core/prompt/document.ts';
import { readPrompt } from '../../../src/core/prompt/readPrompt.ts';

function choose(text: string, files: readonly string[], format: PromptFormat = 'dotprompt'): string | undefined {
  const edit = editCasesKey({ format, text }, files);
  return edit && text.slice(0, edit.range.start) + edit.text + text.slice(edit.range.end);
}

describe('editCasesKey', () => {
  const table: readonly (readonly [string, string, readonly string[], string, PromptFormat?])[] = [
    ['adds a head', 'Hi {{name}}', ['./a.jsonl'], '---\npolyprompt.evals: ./a.jsonl\n---\nHi {{name}}'],
    [
      'adds the key to a head, behind a licence',
      '# Licence\n---\nmodel: a/b\n---\nHi',
      ['./a.jsonl', './my cases.csv'],
      '# Licence\n---\npolyprompt.evals: [./a.jsonl, "./my cases.csv"]\nmodel: a/b\n---\nHi',
    ],
    [
      'replaces what is there',
      '---\npolyprompt.evals: ./old.jsonl # mine\nmodel: a/b\n---\n',
      ['./a.jsonl'],
      '---\npolyprompt.evals: ./a.jsonl # mine\nmodel: a/b\n---\n',
    ],
    [
      'replaces a list',
      '---\npolyprompt.evals:\n  - ./old.jsonl\n  - ./older.jsonl\nmodel: a/b\n---\n',
      ['./a.jsonl'],
      '---\npolyprompt.evals: ./a.jsonl\nmodel: a/b\n---\n',
    ],
    [
      'replaces the nested form',
      '---\npolyprompt:\n  evals: ./old.jsonl\n---\n',
      ['./a.jsonl'],
      '---\npolyprompt:\n  evals: ./a.jsonl\n---\n',
    ],
    ['removes the key', '---\npolyprompt.evals: ./old.jsonl\nmodel: a/b\n---\n', [], '---\nmodel: a/b\n---\n'],
    [
      'keeps line ends',
      '---\r\nmodel: a/b\r\n---\r\nHi',
      ['a.csv'],
      '---\r\npolyprompt.evals: a.csv\r\nmodel: a/b\r\n---\r\nHi',
    ],
    [
      'knows the heads of .prompty',
      '+++\nname: x\n+++\nuser:\nHi',
      ['a.csv'],
      '+++\npolyprompt.evals: a.csv\nname: x\n+++\nuser:\nHi',
      'prompty',
    ],
    [
      'writes into a .prompt.yml, behind its comments',
      '# mine\n---\nmessages: []\n',
      ['a.csv'],
      '# mine\n---\npolyprompt.evals: a.csv\nmessages: []\n',
      'github',
    ],
  ];
  for (const [what, text, files, expected, format] of table)
    it(what, () => {
      assert.equal(choose(text, files, format), expected);
      const names = readPrompt({ path: '', text: expected }, format ?? 'dotprompt').evals.map(({ value }) => value);
      assert.deepEqual(names, files);
    });

  it('leaves a head alone that has to be mended first', () => {
    assert.equal(choose('---\nmodel: a/b\nHi', ['a.csv']), undefined);
    assert.equal(choose('---\nmodel: [a\n---\nHi', ['a.csv']), undefined);
  });
});
