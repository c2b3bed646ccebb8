import assert from 'node:assert/strict';
import { symlinkSync } from 'node:fs';
import { affectedSuites } from '../../../../src/node/gate/affectedSuites.ts';
import { openVersions, type VersionChoice } from '../../../../src/node/gate/openVersions.ts';
import { GitFolder } from '../../../support/gitFolder.ts';
import { onPosix } from '../../../support/onPosix.ts';

const { it: posixIt } = onPosix('links need a right that few people have there');

const suite = 'prompt: ./say.prompt\nmodels: [test/echo]\ncases: ./rows.jsonl\n';
const rows = ['one', 'two'].map((word) => `${JSON.stringify({ vars: { word } })}\n`).join('');

describe('the suites that a change affects', () => {
  let folder: GitFolder;
  beforeEach(() => {
    folder = new GitFolder();
  });
  afterEach(() => folder.remove());

  async function affected(choice: VersionChoice = { staged: true }) {
    const versions = await openVersions(folder.root, choice);
    try {
      const { suites, gone, uncovered } = await affectedSuites(versions);
      const found = suites.map(({ path, changed, before, base }) => {
        const was = before?.path ?? (base ? 'as before' : 'new');
        return `${path} (${was}): ${changed.map((file) => file.path).join(' ')}`;
      });
      return { found, gone, uncovered };
    } finally {
      versions.close();
    }
  }

  function commitLinks(): void {
    folder.write({
      'say.eval.yaml': suite.replace('./say.prompt', './prompts/say.prompt'),
      'shared/say.prompt': '{{>tone}} Say {{word}}',
      'shared/rows.jsonl': rows,
      'shared/tones/soft.prompt': 'Please.',
      'shared/rude/say.prompt': 'Shout {{word}}',
    });
    symlinkSync('shared', folder.path('prompts'));
    symlinkSync('shared/rows.jsonl', folder.path('rows.jsonl'));
    symlinkSync('tones/soft.prompt', folder.path('shared/_tone.prompt'));
    folder.git('add', '.');
    folder.git('commit', '-q', '--no-verify', '-m', 'Links');
  }

  for (const file of ['shared/say.prompt', 'shared/rows.jsonl', 'shared/tones/soft.prompt'])
    posixIt(`are found through links: ${file}, on disk, staged and committed`, async () => {
      commitLinks();
      folder.write({ [file]: rows.replace('two', 'three') });
      const expected = [`say.eval.yaml (as before): ${file}`];
      assert.deepEqual((await affected({ staged: false })).found, expected);
      folder.git('add', '.');
      assert.deepEqual((await affected()).found, expected);
      folder.git('commit', '-q', '--no-verify', '-m', 'Change');
      const { found, uncovered } = await affected({ staged: false, commit: 'HEAD' });
      assert.deepEqual([found, uncovered], [expected, []]);
    });

  it('are graded by the given models in both versions, where they name none themselves', async () => {
    const own = `${suite}judge: test/own\n`;
    folder.commit({ 'a.eval.yaml': suite, 'b.eval.yaml': own, 'rows.jsonl': rows, 'say.prompt': 'Say {{word}}' });
    folder.write({ 'say.prompt': 'Shout {{word}}' });
    const versions = await openVersions(folder.root, { staged: false });
    const { suites } = await affectedSuites({ ...versions, graders: { judge: 'test/judge' } });
    versions.close();
    assert.deepEqual(
      suites.map(({ path, head, base }) => [path, head.judge, base?.judge]),
      [
        ['a.eval.yaml', 'test/judge', 'test/judge'],
        ['b.eval.yaml', 'test/own', 'test/own'],
      ],
    );
  });

  posixIt('are found where a link itself leads elsewhere by now', async () => {
    commitLinks();
    folder.git('rm', '-q', '--cached', 'prompts');
    folder.git('clean', '-qfd', 'prompts');
    symlinkSync('shared/rude', folder.path('prompts'));
    folder.git('add', '.');
    assert.deepEqual((await affected()).found, ['say.eval.yaml (as before): prompts']);
  });

  it('are known again when they are moved, renamed or written in another format', async () => {
    folder.commit({ 'say.eval.yaml': suite, 'rows.jsonl': rows, 'say.prompt': 'Say {{word}}' });
    folder.git('rm', '-q', 'say.eval.yaml', 'rows.jsonl');
    const tests = ['two', 'one'].map((word) => ({ vars: { word } }));
    folder.stage({
      'evals/promptfooconfig.yaml': JSON.stringify({
        prompts: ['file://../say.prompt'],
        providers: ['test/echo'],
        tests,
      }),
    });
    assert.deepEqual((await affected()).found, [
      'evals/promptfooconfig.yaml (say.eval.yaml): evals/promptfooconfig.yaml',
    ]);
  });

  it('are told when they are gone, with the changed prompts that nothing checks any more', async () => {
    folder.commit({ 'say.eval.yaml': suite, 'rows.jsonl': rows, 'say.prompt': 'Say {{word}}' });
    folder.git('rm', '-q', 'say.eval.yaml');
    folder.stage({ 'say.prompt': 'Nothing' });
    for (const choice of [{ staged: true }, { staged: false }]) {
      const { found, gone } = await affected(choice);
      assert.deepEqual(found, []);
      assert.deepEqual(gone, [{ suite: 'say.eval.yaml', cases: ['one', 'two'], unchecked: ['say.prompt'] }]);
    }
  });

  it('are those too that have lost all their cases', async () => {
    const prompt = (evals: string) => `---\npolyprompt:\n${evals}  models: [test/echo]\n---\nSay {{word}}`;
    folder.commit({ 'say.prompt': prompt('  evals: ./rows.jsonl\n'), 'rows.jsonl': rows });
    folder.stage({ 'say.prompt': prompt('') });
    assert.deepEqual((await affected()).found, ['say.prompt (as before): say.prompt']);
  });
});
