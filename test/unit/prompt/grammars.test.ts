import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const folder = path.join(import.meta.dirname, '../../../syntaxes');

describe('the grammars', () => {
  for (const file of readdirSync(folder))
    it(`${file} is JSON and refers only to rules that exist`, () => {
      const text = readFileSync(path.join(folder, file), 'utf8');
      const grammar: { repository?: object } = JSON.parse(text);
      const rules = Object.keys(grammar.repository ?? {});
      const used = [...text.matchAll(/"include": "#(\w+)"/g)].map((match) => match[1] ?? '');
      assert.deepEqual(
        used.filter((rule) => !rules.includes(rule)),
        [],
      );
      assert.deepEqual(
        rules.filter((rule) => !text.includes(`#${rule}"`)),
        [],
      );
    });
});
