import assert from 'node:assert/strict';
import { readSuite } from '../../src/core/dataset/readSuite.ts';
import { isJsonObject } from '../../src/core/json.ts';
import { memoryFiles } from '../unit/dataset/memoryFiles.ts';
import { conformanceFiles, skipWithoutData } from './data.ts';

describe('public datasets as suites', () => {
  const files = conformanceFiles('datasets', '*.jsonl');
  skipWithoutData(files);
  for (const file of files)
    it(file.path, async () => {
      const [first = '{}'] = file.text.split('\n');
      const row: unknown = JSON.parse(first);
      const columns = Object.keys(isJsonObject(row) ? row : {});
      const [asked, expected] = [columns[0] ?? '', columns.at(-1) ?? ''];
      const suite = await readSuite(
        'set.eval.yaml',
        memoryFiles({
          'set.eval.yaml': [
            'prompt: p.prompt',
            'models: [openai/gpt-5.6-luna]',
            `defaultTest: {assert: [{type: contains, value: "{{${expected}}}"}]}`,
            'cases: rows.jsonl',
          ].join('\n'),
          'p.prompt': `Answer: {{${asked}}}`,
          'rows.jsonl': file.text,
        }),
      );
      assert.deepEqual(suite.problems, []);
      const lines = file.text.split('\n').filter((line) => line !== '');
      assert.deepEqual(
        suite.cases.map(({ place }) => file.text.slice(place.range.start, place.range.end)),
        lines,
      );
      for (const { vars } of suite.cases) assert.match(suite.prompts[0]?.render(vars).text ?? '', /\S/);
      assert.equal(new Set(suite.cases.map(({ id }) => id)).size, lines.length);
    });
});
