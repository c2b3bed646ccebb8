import assert from 'node:assert/strict';
import { affectedSuites } from '../../../../src/node/gate/affectedSuites.ts';
import { GitRepository } from '../../../../src/node/git/gitRepository.ts';
import { GitFolder } from '../../../support/gitFolder.ts';
import { changesOf, type Files, MemoryVersion } from '../../../support/memoryVersion.ts';

const suiteOf = (prompt: string, ...words: readonly string[]) =>
  `prompt: ${prompt}\nmodels: [simulated/terse]\ncases: [${words.map((word) => `{vars: {word: ${word}}}`).join(', ')}]\n`;
const prompts = { 'one.prompt': 'Say {{word}}', 'two.prompt': 'Shout {{word}}' };

describe('a suite and its older version', () => {
  let folder: GitFolder;
  let repository: GitRepository;
  before(async () => {
    folder = new GitFolder();
    repository = (await GitRepository.find(folder.root)) ?? assert.fail('a repository');
  });
  after(() => folder.remove());

  /** What a change affects; `renamed` holds new paths with the old ones that Git takes them for. */
  async function affected(base: Files, head: Files, renamed: Files = {}) {
    const changed = changesOf(base, head).map((change) => {
      const from = renamed[change.path];
      return from === undefined ? change : { ...change, status: 'changed' as const, from };
    });
    const { suites, gone, uncovered } = await affectedSuites({
      repository,
      head: new MemoryVersion(head, folder.root),
      base: new MemoryVersion(base, folder.root),
      changed,
      folderOf: () => folder.root,
    });
    const found = suites.map(
      ({ path, before, base: older }) => `${path} was ${before?.path ?? (older ? 'here' : 'not')}`,
    );
    return { found, gone: gone.map(({ suite }) => suite), unchecked: gone.flatMap((one) => one.unchecked), uncovered };
  }

  it('are paired under their path, and listed in the order of their paths', async () => {
    const base = {
      ...prompts,
      'b.eval.yaml': suiteOf('./one.prompt', 'x'),
      'a.eval.yaml': suiteOf('./one.prompt', 'y'),
    };
    const { found } = await affected(base, { ...base, 'one.prompt': 'Sing {{word}}' });
    assert.deepEqual(found, ['a.eval.yaml was here', 'b.eval.yaml was here']);
  });

  it('are paired where Git says that the file was renamed, if that was a suite', async () => {
    const base = { ...prompts, 'old.eval.yaml': suiteOf('./one.prompt', 'x'), 'notes.md': 'note' };
    const { 'old.eval.yaml': _moved, ...rest } = base;
    const head = { ...rest, 'new.eval.yaml': suiteOf('./two.prompt', 'z') };
    assert.deepEqual((await affected(base, head, { 'new.eval.yaml': 'old.eval.yaml' })).found, [
      'new.eval.yaml was old.eval.yaml',
    ]);
    const stays = { ...base, 'new.eval.yaml': suiteOf('./two.prompt', 'z') };
    assert.deepEqual((await affected(base, stays, { 'new.eval.yaml': 'notes.md' })).found, ['new.eval.yaml was not']);
  });

  it('are paired by the most cases that they share, before a name or a prompt', async () => {
    const base = {
      ...prompts,
      'x/a.eval.yaml': suiteOf('../one.prompt', 'one', 'two', 'three'),
      'y/b.eval.yaml': suiteOf('../two.prompt', 'one', 'five'),
    };
    const head = { ...prompts, 'z/b.eval.yaml': suiteOf('../two.prompt', 'one', 'two', 'six') };
    assert.deepEqual(await affected(base, head), {
      found: ['z/b.eval.yaml was x/a.eval.yaml'],
      gone: ['y/b.eval.yaml'],
      unchecked: [],
      uncovered: [],
    });
  });

  it('are paired by a name, else by a prompt, where they share no case', async () => {
    const base = {
      ...prompts,
      'x/a.eval.yaml': suiteOf('../two.prompt', 'one'),
      'y/b.eval.yaml': suiteOf('../one.prompt', 'two'),
    };
    const named = { ...prompts, 'z/b.eval.yaml': suiteOf('../two.prompt', 'three') };
    assert.deepEqual((await affected(base, named)).found, ['z/b.eval.yaml was y/b.eval.yaml']);
    const asking = { ...prompts, 'z/c.eval.yaml': suiteOf('../two.prompt', 'three') };
    assert.deepEqual((await affected(base, asking)).found, ['z/c.eval.yaml was x/a.eval.yaml']);
  });

  it('are not paired where they share nothing', async () => {
    const base = { ...prompts, 'a.eval.yaml': suiteOf('./one.prompt', 'one') };
    const { found, gone } = await affected(base, { ...prompts, 'z.eval.yaml': suiteOf('./two.prompt', 'two') });
    assert.deepEqual([found, gone], [['z.eval.yaml was not'], ['a.eval.yaml']]);
  });

  it('are each paired once', async () => {
    const base = { ...prompts, 'a.eval.yaml': suiteOf('./one.prompt', 'one') };
    const copies = { 'b.eval.yaml': suiteOf('./one.prompt', 'one'), 'c.eval.yaml': suiteOf('./one.prompt', 'one') };
    const { found } = await affected(base, { ...prompts, ...copies });
    assert.deepEqual(found, ['b.eval.yaml was a.eval.yaml', 'c.eval.yaml was not']);
  });

  it('leave out what belongs to packages and to Polyprompt itself', async () => {
    const base = { ...prompts, 'node_modules/x/a.eval.yaml': suiteOf('../../one.prompt', 'one') };
    const { found } = await affected(base, {
      ...base,
      'one.prompt': 'Sing {{word}}',
      'node_modules/x/a.eval.yaml': suiteOf('../../one.prompt', 'two'),
      '.polyprompt/b.eval.yaml': suiteOf('../one.prompt', 'one'),
    });
    assert.deepEqual(found, []);
  });

  it('tell of changed prompts that no suite reads, but not of partials and of what is gone', async () => {
    const base = {
      ...prompts,
      '_part.prompt': 'kind',
      'three.prompt': 'Go',
      'a.eval.yaml': suiteOf('./one.prompt', 'x'),
    };
    const { 'three.prompt': _gone, ...rest } = base;
    const head = { ...rest, 'one.prompt': 'Sing', 'two.prompt': 'Hum', '_part.prompt': 'rude', 'new.prompt': 'New' };
    assert.deepEqual((await affected(base, head)).uncovered, ['two.prompt', 'new.prompt']);
  });

  it('tell with a suite that is gone which changed or new prompts nothing checks any more', async () => {
    const base = { ...prompts, 'a.eval.yaml': suiteOf('./one.prompt', 'x') };
    const head = { 'one.prompt': 'Sing {{word}}', 'two.prompt': 'Hum', 'new.prompt': 'New' };
    const { gone, unchecked } = await affected(base, head);
    assert.deepEqual([gone, unchecked], [['a.eval.yaml'], ['one.prompt', 'new.prompt']]);
  });

  it('do not hold a prompt that another suite reads and that has no cases of its own', async () => {
    const base = {
      'one.prompt': '---\nmodel: simulated/terse\n---\nSay {{word}}',
      'a.eval.yaml': suiteOf('./one.prompt', 'x'),
    };
    const { found, uncovered } = await affected(base, { ...base, 'one.prompt': `${base['one.prompt']}!` });
    assert.deepEqual([found, uncovered], [['a.eval.yaml was here'], []]);
  });
});
