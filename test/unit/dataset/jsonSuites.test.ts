import assert from 'node:assert/strict';
import { readSuite } from '../../../src/core/dataset/readSuite.ts';
import { memoryFiles } from './memoryFiles.ts';

async function problemsOf(text: string): Promise<readonly (readonly [code: string, text: string])[]> {
  const { problems } = await readSuite('promptfooconfig.json', memoryFiles({ 'promptfooconfig.json': text }));
  return problems.map(({ code, range }) => [code, text.slice(range.start, range.end)]);
}

describe('a suite of promptfoo in JSON', () => {
  it('is read as one in YAML is', async () => {
    const text = '{"prompts": ["{{q}}"], "providers": ["openai:gpt-5-mini"], "cases": [{"vars": {"q": "a"}}]}';
    const { problems, cases, targets } = await readSuite(
      'promptfooconfig.json',
      memoryFiles({ 'promptfooconfig.json': text }),
    );
    assert.deepEqual(problems, []);
    assert.deepEqual(
      [cases.map(({ vars }) => vars), targets.map(({ model }) => model)],
      [[{ q: 'a' }], ['openai/gpt-5-mini']],
    );
  });

  it('may not be what only YAML allows, and says where it is no JSON', async () => {
    assert.deepEqual(await problemsOf('{"prompts": ["x"], "providers": ["openai:gpt-5-mini"], "cases": [{}],}'), [
      ['invalid-json', '}'],
    ]);
    assert.deepEqual(await problemsOf('{"prompts": [x], "providers": ["openai:gpt-5-mini"], "cases": [{}]}'), [
      ['invalid-json', 'x'],
    ]);
  });

  it('that neither YAML nor JSON can read is one problem', async () => {
    const codes = (await problemsOf('{"prompts": ["x"')).map(([code]) => code);
    assert.deepEqual(codes, ['invalid-yaml']);
  });
});

describe('a suite in YAML', () => {
  it('takes what `<<` merges into a map, and its own keys win', async () => {
    const text = [
      'shared: &shared {models: [simulated/terse], prompts: ["{{q}}"]}',
      '<<: *shared',
      'prompts: ["Say {{q}}"]',
      'cases: [{vars: {q: a}}]',
      '',
    ].join('\n');
    const { targets, prompts } = await readSuite('a.eval.yaml', memoryFiles({ 'a.eval.yaml': text }));
    assert.deepEqual(
      [targets.map(({ model }) => model), prompts.map(({ raw }) => raw)],
      [['simulated/terse'], ['Say {{q}}']],
    );
  });
});
