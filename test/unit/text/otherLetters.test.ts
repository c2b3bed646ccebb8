import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { gateOutcome } from '../../support/gateOutcome.ts';
import { GitFolder } from '../../support/gitFolder.ts';
import { answeringRegistry } from '../../support/suiteRun.ts';

const composed = 's\u00e4y.prompt';
const decomposed = 'sa\u0308y.prompt';

const suite = 'prompt: say.prompt\nmodels: [test/echo]\ncases: rows.jsonl\n';
const files = {
  'say.eval.yaml': suite,
  'say.prompt': '{{>tone}} Say {{word}}',
  '_tone.prompt': 'Be kind.',
  'rows.jsonl': ['one', 'two']
    .map((word) => `${JSON.stringify({ vars: { word }, assert: [{ type: 'contains', value: word }] })}\n`)
    .join(''),
  '.gitignore': '.polyprompt/\n',
};
const worse = { 'say.prompt': '{{>tone}} Say nothing' };

describe('the gate, where a name is written in other letters than Git has', () => {
  const registry = answeringRegistry((text) => text);
  let folder: GitFolder;
  beforeEach(() => {
    folder = new GitFolder();
  });
  afterEach(() => folder.remove());

  /** In the working copy, staged and committed: the outcome is the same, and so are the sentences. */
  async function outcomesOf(change: Readonly<Record<string, string>>) {
    folder.write(change);
    const onDisk = await gateOutcome(folder.root, registry, { staged: false });
    folder.stage(change);
    const staged = await gateOutcome(folder.root, registry, { staged: true });
    folder.git('commit', '--quiet', '--no-verify', '-m', 'Change');
    const committed = await gateOutcome(folder.root, registry, { staged: false, commit: 'HEAD' });
    const found = [onDisk, staged, committed].map(({ decision, result }) => ({
      ...decision,
      problems: result.suites.flatMap(({ problems }) => problems),
    }));
    assert.deepEqual(found[1], found[0]);
    assert.deepEqual(found[2], found[0]);
    return { outcome: '', reason: '', problems: [''], ...found[0] };
  }

  for (const [what, wrong, change, problem] of [
    ['a prompt', { 'say.eval.yaml': suite.replace('say.prompt', 'Say.prompt') }, worse, 'say.prompt'],
    ['cases', { 'say.eval.yaml': suite.replace('rows', 'Rows') }, { 'rows.jsonl': '' }, 'rows.jsonl'],
    ['a partial', { 'say.prompt': '{{>Tone}} Say {{word}}' }, { '_tone.prompt': 'Be rude.' }, '_tone.prompt'],
  ] as const)
    it(`is not green over ${what}, though it was so before`, async () => {
      folder.commit({ ...files, ...wrong });
      const { outcome, problems } = await outcomesOf(change);
      assert.equal(outcome, 'invalid');
      assert.match(problems.join('\n'), new RegExp(`is called "${problem}". Write its name with the same capitals`));
    });

  it('is not green over one prompt of several', async () => {
    folder.commit({
      ...files,
      'other.txt': 'Repeat {{word}}',
      'promptfooconfig.yaml': `prompts: [file://other.txt, file://Loud.txt]\nproviders: [test/echo]\ntests: file://rows.jsonl\n`,
      'loud.txt': 'Shout {{word}}',
    });
    const { outcome, reason, problems } = await outcomesOf({ 'loud.txt': 'Shout' });
    assert.deepEqual([outcome, problems.length], ['invalid', 1]);
    assert.equal(reason, 'What is checked has errors: promptfooconfig.yaml.');
  });

  it('is not green over characters that look the same', async () => {
    folder.git('config', 'core.precomposeunicode', 'false');
    folder.commit({
      ...files,
      'say.eval.yaml': suite.replace('say.prompt', composed),
      [decomposed]: 'Say {{word}}',
    });
    const { outcome, problems } = await outcomesOf({ [decomposed]: 'Say nothing' });
    assert.equal(outcome, 'invalid');
    assert.match(problems.join('\n'), /written with other characters that look the same/);
  });

  it('is not green when a file comes under a name that a suite was looking for in other letters', async () => {
    mkdirSync(folder.path('.polyprompt/cache'), { recursive: true });
    folder.commit({ ...files, 'say.eval.yaml': suite.replace('say.prompt', '[a.prompt, say.prompt]') });
    folder.commit({ 'say.eval.yaml': suite.replace('say.prompt', 'Aloud.prompt') });
    folder.stage({ 'rows.jsonl': files['rows.jsonl'].replace('two', 'three') });
    await gateOutcome(folder.root, registry, { staged: true });
    const known = folder.path('.polyprompt/cache/suites.json');
    assert.ok(existsSync(known) && readFileSync(known, 'utf8').includes('Aloud.prompt'), 'it is kept what was read');
    folder.git('commit', '--quiet', '--no-verify', '-m', 'Rows');
    const { outcome, problems } = await outcomesOf({ 'aloud.prompt': 'Say nothing' });
    assert.equal(outcome, 'invalid');
    assert.match(problems.join('\n'), /is called "aloud\.prompt"/);
  });

  it('passes once the name is right', async () => {
    folder.commit({ ...files, 'say.eval.yaml': suite.replace('say.prompt', 'Say.prompt') });
    const { outcome } = await outcomesOf({ 'say.eval.yaml': suite });
    assert.equal(outcome, 'passed');
  });
});
