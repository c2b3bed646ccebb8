import assert from 'node:assert/strict';
import { readSuite } from '../../../src/core/dataset/readSuite.ts';
import { memoryFiles } from './memoryFiles.ts';

const prompt = '---\nmodel: openai/gpt-5.6-luna\n---\nSort {{text}}';

/** One row with two lists of texts, in every format that can hold them. */
const rows = {
  'rows.jsonl': '{"text": "x", "tags": ["a", "b"], "langs": ["de", "fr", "it"]}\n',
  'tests.jsonl': '{"vars": {"text": "x", "tags": ["a", "b"], "langs": ["de", "fr", "it"]}}\n',
  'tests.json': '[{"vars": {"text": "x", "tags": ["a", "b"], "langs": ["de", "fr", "it"]}}]\n',
  'tests.yaml': '- vars: {text: x, tags: [a, b], langs: [de, fr, it]}\n',
};

describe('lists in rows of data', () => {
  for (const file of Object.keys(rows)) {
    it(`are values below "cases" of our own suites: ${file}`, async () => {
      const suite = await own(`cases: ./${file}\n`);
      assert.deepEqual(suite.problems, []);
      assert.deepEqual(
        suite.cases.map(({ vars }) => vars),
        [{ text: 'x', tags: ['a', 'b'], langs: ['de', 'fr', 'it'] }],
      );
    });

    it(`multiply in promptfoo's tests, and the number is said: ${file}`, async () => {
      const text = `prompts: ['{{text}} {{tags}} {{langs}}']\nproviders: [openai:gpt-5.6-luna]\ntests: file://${file}\n`;
      const suite = await readSuite('promptfooconfig.yaml', memoryFiles({ ...rows, 'promptfooconfig.yaml': text }));
      assert.equal(suite.cases.length, 6);
      assert.deepEqual(
        suite.problems.map(({ severity, code, file: at }) => [severity, code, at]),
        [['warning', 'multiplied-cases', file]],
      );
      assert.match(suite.problems[0]?.message ?? '', /"tags", "langs" make 6 cases of 1 row/);
    });
  }

  it('are values where a prompt names the file, and where the file is the suite', async () => {
    const bound = prompt.replace('model:', 'polyprompt: {evals: [rows.jsonl]}\nmodel:');
    const files = memoryFiles({ ...rows, 'sort.prompt': bound });
    assert.equal((await readSuite('sort.prompt', files)).cases.length, 1);
    assert.equal((await readSuite('rows.jsonl', files, { prompt: 'sort.prompt' })).cases.length, 1);
  });

  it('multiply where the row says so, and where the suite itself writes them', async () => {
    const asked = await own('cases: ./asked.jsonl\n', {
      'asked.jsonl': '{"vars": {"text": ["x", "y"]}, "options": {"disableVarExpansion": false}}\n',
    });
    assert.equal(asked.cases.length, 2);
    assert.equal((await own('cases: [{vars: {text: [x, y]}}]\n')).cases.length, 2);
    const withDefaults = await own('defaultTest: {vars: {mood: [calm, angry]}}\ncases: ./rows.jsonl\n');
    assert.deepEqual(
      withDefaults.cases.map(({ vars }) => [vars['mood'], vars['tags']]),
      [
        ['calm', ['a', 'b']],
        ['angry', ['a', 'b']],
      ],
    );
  });
});

function own(cases: string, more: Readonly<Record<string, string>> = {}) {
  const suite = `prompt: ./sort.prompt\nmodels: [openai/gpt-5.6-luna]\n${cases}`;
  return readSuite('a.eval.yaml', memoryFiles({ ...rows, ...more, 'sort.prompt': prompt, 'a.eval.yaml': suite }));
}
