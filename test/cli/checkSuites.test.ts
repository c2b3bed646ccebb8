import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { gateFolder, promptSaying } from './gateFolder.ts';

const checks = (...list: string[]) => list.map((check) => `      - {${check}}\n`).join('');
const suite = (cases: string, models = '[openai/gpt-5.6-luna]') =>
  `prompt: ./say.prompt\nmodels: ${models}\ncases:\n${cases}`;
const ranked = (word: string) =>
  `  - vars: {word: ${word}}\n    assert:\n${checks(`type: contains, value: ${word}`, 'type: max-score, value: {method: average}')}`;
const promptfoo = (...prompts: string[]) =>
  `prompts:\n${prompts.map((prompt) => `  - '${prompt}'\n`).join('')}providers: [openai:gpt-5.6-luna]\ntests:\n  - vars: {word: lamp}\n    assert: [{type: contains, value: lamp}]\n`;
const chained = suite(
  `  - vars: {word: lamp}\n    options: {storeOutputAs: first}\n    assert: [{type: contains, value: lamp}]\n  - vars: {word: 'then {{first}}'}\n    assert: [{type: contains, value: lamp}]\n  - vars: {word: chair}\n    assert: [{type: contains, value: chair}]\n`,
);

describe('polyprompt check, of every kind of suite', () => {
  const here = gateFolder();
  const staged = (...args: string[]) => here.run('check', '--staged', ...args);

  it('checks one answer by the transforms of both versions', async () => {
    const transformed = (code: string) =>
      `prompt: ./say.prompt\nmodels:\n  - {id: openai/gpt-5.6-luna, transform: ${code}}\ncases:\n  - vars: {word: lamp}\n    assert: [{type: contains, value: LAMP}]\n`;
    here.git.commit({ 'say.eval.yaml': transformed('output.toUpperCase()') });
    here.git.stage({ 'say.eval.yaml': transformed('output.toLowerCase()') });
    const asked = await here.requestsOf(async () => {
      const { code, stdout } = await staged();
      assert.equal(code, 1, stdout);
      assert.match(stdout, /^REGRESSED {2}openai\/gpt-5\.6-luna {2}say\.eval\.yaml:5 {2}lamp$/m);
    });
    assert.equal(asked, 1);
  });

  it('stops a changed text that no config checks any more, and a transform that keeps a case passing', async () => {
    const config = (more = '') =>
      `prompts: [file://say.txt]\nproviders: [openai:gpt-5.6-luna]\ntests:\n  - vars: {word: lamp}\n    assert: [{type: contains, value: lamp}]\n${more}`;
    here.git.commit({ 'promptfooconfig.yaml': config(), 'say.txt': 'Say {{word}}\n' });
    here.git.stage({
      'say.txt': 'Say nothing\n',
      'promptfooconfig.yaml': config('    options: {transform: context.vars.word}\n'),
    });
    const hidden = await staged();
    assert.equal(hidden.code, 1, hidden.stdout);
    assert.match(
      hidden.stdout,
      /The transform of its answer changed too: by what was before, the older version passed/,
    );
    here.git.git('mv', '-f', 'promptfooconfig.yaml', 'other.yaml');
    const gone = await staged();
    assert.equal(gone.code, 1, gone.stdout);
    assert.match(
      gone.stdout,
      /^failed: promptfooconfig\.yaml of HEAD is gone in staged, so nothing checks the changed say\.txt/m,
    );
  });

  it('knows the prompts of a suite again when one comes before them', async () => {
    here.git.commit({ 'promptfooconfig.yaml': promptfoo('One {{word}}', 'Two {{word}}') });
    here.git.stage({ 'promptfooconfig.yaml': promptfoo('Nothing', 'One {{word}}', 'Two {{word}}') });
    const { code, stdout } = await staged();
    assert.equal(code, 0, stdout);
    assert.match(stdout, /1 affected, 2 unchanged/);
    assert.match(stdout, /0 worse, 0 better, 2 same, 1 new/);
  });

  it('lets the answers of one version compete, all of them, and never those of two', async () => {
    const models = '[openai/gpt-5.6-luna, openai/gpt-5.6-terra]';
    here.git.commit({ 'say.eval.yaml': suite(ranked('lamp'), models) });
    here.git.stage({ 'say.prompt': promptSaying('Kindly say {{word}}') });
    const { code, stdout } = await staged();
    assert.equal(code, 0, stdout);
    assert.match(stdout, /0 worse, 0 better, 2 same/);
  });

  it('sees that an answer which did not change has lost to one that did', async () => {
    const competing = (first: string) =>
      promptfoo(first, 'Two {{word}}').replace('lamp}]', 'lamp}, {type: max-score, value: {method: average}}]');
    here.git.commit({ 'promptfooconfig.yaml': competing('One nothing') });
    here.git.stage({ 'promptfooconfig.yaml': competing('One {{word}}') });
    const { code, stdout } = await staged();
    assert.equal(code, 1, stdout);
    assert.match(stdout, /1 worse, 1 better, 0 same/);
  });

  it('follows answers that later prompts are made of, offline too', async () => {
    here.git.commit({ 'say.eval.yaml': chained });
    here.git.stage({ 'say.prompt': promptSaying('Please say {{word}}') });
    assert.equal(await here.requestsOf(staged), 6);
    const { code, stdout } = await staged('--offline');
    assert.equal(code, 0, stdout);
    assert.match(stdout, /0 worse, 0 better, 3 same; nothing asked anew/);
    const later = chained.replace('then ', 'and then ');
    here.git.stage({ 'say.eval.yaml': later });
    const cold = await staged('--offline');
    assert.equal(cold.code, 4, cold.stdout);
    assert.match(cold.stdout, /1 of 3 rows have no comparison: they are neither in the cache nor in the baseline/);
  });

  it('asks in its shards what the whole asks, once', async () => {
    here.git.commit({ 'say.eval.yaml': chained });
    here.git.stage({ 'say.prompt': promptSaying('Please say {{word}}') });
    const parts = [1, 2, 3];
    const asked = await here.requestsOf(async () => {
      for (const part of parts) await staged('--shard', `${part}/3`, '-o', `${part}.json`);
    });
    assert.equal(asked, 6);
    await staged('-o', 'whole.md');
    for (const part of parts) await staged('--shard', `${part}/3`, '-o', `${part}.json`);
    await here.run('merge', ...parts.map((part) => `${part}.json`), '-o', 'merged.md');
    const [whole, merged] = ['whole.md', 'merged.md'].map((name) => readFileSync(here.git.path(name), 'utf8'));
    assert.equal(merged, whole);
  });
});
