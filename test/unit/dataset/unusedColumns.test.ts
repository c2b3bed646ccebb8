import assert from 'node:assert/strict';
import { readSuite } from '../../../src/core/dataset/readSuite.ts';
import { memoryFiles } from './memoryFiles.ts';

async function problemsOf(prompt: string, cases: string): Promise<readonly string[]> {
  const files = {
    'a.prompt': prompt,
    'a.eval.yaml': 'prompt: ./a.prompt\nmodels: [a/b]\ncases: ./a.csv\n',
    'a.csv': cases,
  };
  const { problems } = await readSuite('a.eval.yaml', memoryFiles(files));
  return problems.map(({ code, message }) => `${code}: ${message}`);
}

describe('columns that no prompt uses', () => {
  it('are a Problem when it is all of them', async () => {
    assert.deepEqual(await problemsOf('Say hello.', 'name,place\nAda,Paris\nBob,Rome\n'), [
      'unused-columns: The prompt uses none of these variables, so every case of a.csv asks the same: "name", "place".',
    ]);
  });

  it('are none when one is used', async () => {
    assert.deepEqual(await problemsOf('Say hello to {{name}}.', 'name,place\nAda,Paris\nBob,Rome\n'), []);
  });

  it('are not known of a prompt with a partial', async () => {
    const problems = await problemsOf('{{> greeting}}', 'name\nAda\nBob\n');
    assert.ok(!problems.some((problem) => problem.startsWith('unused-columns')));
  });
});
