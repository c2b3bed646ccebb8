import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { changeKey, fileIds } from '../../../../src/node/gate/changeKey.ts';
import { GitRepository } from '../../../../src/node/git/gitRepository.ts';
import { GitFolder } from '../../../support/gitFolder.ts';

describe('the name of a change', () => {
  let folder: GitFolder;
  let repository: GitRepository;
  beforeEach(async () => {
    folder = new GitFolder();
    folder.commit({ 'a.prompt': 'first', 'b ä.jsonl': '{}' });
    repository = (await GitRepository.find(folder.root)) ?? assert.fail('a repository');
  });
  afterEach(() => folder.remove());

  const files = ['b ä.jsonl', 'a.prompt'];
  const keyOf = async (staged: boolean, commit = 'c') =>
    changeKey(commit, files, await fileIds(repository, { staged, files }));

  it('is the same for what is staged and what lies on disk, as long as these are', async () => {
    folder.stage({ 'a.prompt': 'second' });
    const staged = await keyOf(true);
    assert.equal(await keyOf(false), staged);
    folder.write({ 'a.prompt': 'third' });
    assert.equal(await keyOf(true), staged);
    assert.notEqual(await keyOf(false), staged);
  });

  it('is another one for another commit, and for a file that is gone', async () => {
    const before = await keyOf(false);
    assert.notEqual(await keyOf(false, 'd'), before);
    rmSync(folder.path('a.prompt'));
    assert.notEqual(await keyOf(false), before);
    assert.equal(await keyOf(true), before);
  });
});
