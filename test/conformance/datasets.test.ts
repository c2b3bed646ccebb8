import assert from 'node:assert/strict';
import { readSuite } from '../../src/core/dataset/readSuite.ts';
import { memoryFiles } from '../unit/dataset/memoryFiles.ts';
import { conformanceFiles, skipWithoutData } from './data.ts';

const suites: Readonly<Record<string, string>> = {
  'banking77-200.jsonl': 'Which intent has "{{text}}"?',
  'gsm8k-200.jsonl': 'Solve: {{question}}',
};

describe('public datasets as suites', () => {
  const files = conformanceFiles('datasets', '*-200.jsonl');
  skipWithoutData(files);
  for (const file of files)
    it(file.path, async () => {
      const expected = file.path.startsWith('gsm8k') ? '{{answer}}' : '{{label}}';
      const suite = await readSuite(
        'set.eval.yaml',
        memoryFiles({
          'set.eval.yaml': [
            'prompt: p.prompt',
            'models: [openai/gpt-5.6-luna]',
            `defaultTest: {assert: [{type: contains, value: "${expected}"}]}`,
            'cases: rows.jsonl',
          ].join('\n'),
          'p.prompt': suites[file.path] ?? '{{text}}',
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
