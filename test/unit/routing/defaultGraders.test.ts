import assert from 'node:assert/strict';
import { readProjectSuite } from '../../../src/core/routing/readProjectSuite.ts';
import { memoryFiles } from '../dataset/memoryFiles.ts';

const project = 'judge: openai/gpt-5.6-luna\nembedder: openai/text-embedding-3-large\n';
const suite = 'prompts: ["{{q}}"]\nproviders: [openai:gpt-5-mini]\ntests: [{vars: {q: x}}]\n';

async function gradersOf(text: string, file = 'a.eval.yaml') {
  const { judge, embedder, problems } = await readProjectSuite(
    file,
    memoryFiles({ 'polyprompt.yaml': project, [file]: text }),
  );
  assert.deepEqual(
    problems.filter(({ severity }) => severity === 'error'),
    [],
  );
  return [judge, embedder];
}

describe('the models that grade', () => {
  it('are those of polyprompt.yaml where a suite names none', async () => {
    const expected = ['openai/gpt-5.6-luna', 'openai/text-embedding-3-large'];
    assert.deepEqual(await gradersOf(suite), expected);
    assert.deepEqual(await gradersOf(suite, 'promptfooconfig.yaml'), expected);
  });

  it('are the suite’s own where it names them', async () => {
    const own = `${suite}judge: anthropic/claude-haiku-4-5\nembedder: mistral/mistral-embed\n`;
    assert.deepEqual(await gradersOf(own), ['anthropic/claude-haiku-4-5', 'mistral/mistral-embed']);
    const promptfoo = `${suite}commandLineOptions: {grader: "anthropic:messages:claude-haiku-4-5"}\n`;
    assert.equal((await gradersOf(promptfoo, 'promptfooconfig.yaml'))[0], 'anthropic/claude-haiku-4-5');
  });
});
