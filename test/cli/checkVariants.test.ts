import assert from 'node:assert/strict';
import { gateFolder, promptSaying } from './gateFolder.ts';

describe('polyprompt check, of prompts with variants', () => {
  const here = gateFolder();
  const staged = (...args: string[]) => here.run('check', '--staged', ...args);
  const models = 'prompt: ./say.prompt\nmodels: [openai/gpt-5.6-luna, openai/gpt-5.6-terra]\ncases: ./cases.jsonl\n';
  const map = 'variants:\n  openai/*terra: terra\n';

  it('checks only the models that get the variant which changed', async () => {
    here.git.commit({
      'say.eval.yaml': models,
      'polyprompt.yaml': map,
      'say.terra.prompt': promptSaying('Terra: {{word}}'),
    });
    here.git.stage({ 'say.terra.prompt': promptSaying('Terra: nothing') });
    const { code, stdout } = await staged();
    assert.equal(code, 1, stdout);
    assert.match(stdout, /3 worse, 0 better, 3 same/);
    assert.match(stdout, /3 affected, 3 unchanged/);
    assert.match(stdout, /^REGRESSED {2}openai\/gpt-5\.6-terra /m);
    assert.doesNotMatch(stdout, /^REGRESSED {2}openai\/gpt-5\.6-luna /m);
  });

  it('sees that a map sends a model something else', async () => {
    here.git.commit({ 'say.eval.yaml': models, 'say.terra.prompt': promptSaying('Terra: nothing') });
    here.git.stage({ 'polyprompt.yaml': map });
    const { code, stdout } = await staged();
    assert.equal(code, 1, stdout);
    assert.match(stdout, /3 worse, 0 better, 3 same/);
  });
});
