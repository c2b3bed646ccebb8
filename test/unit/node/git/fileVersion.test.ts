import assert from 'node:assert/strict';
import { symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { changedFiles } from '../../../../src/node/git/changedFiles.ts';
import { committedFiles, type FileVersion, stagedFiles, workingCopy } from '../../../../src/node/git/fileVersion.ts';
import { GitRepository } from '../../../../src/node/git/gitRepository.ts';
import { GitFolder } from '../../../support/gitFolder.ts';
import { onPosix } from '../../../support/onPosix.ts';

const { it: posixIt } = onPosix('links need a right that few people have there');

describe('versions of the files in a repository', () => {
  let folder: GitFolder;
  let repository: GitRepository;
  const open: FileVersion[] = [];

  beforeEach(async () => {
    folder = new GitFolder('répertoire mit Leerzeichen');
    folder.commit({ 'a.prompt': 'first', 'data/ü.jsonl': '{}\n', 'data/deep/b.jsonl': '{"b":1}\n' });
    repository = (await GitRepository.find(folder.path('data'))) ?? assert.fail('a repository');
  });
  afterEach(() => {
    for (const version of open.splice(0)) version.close();
    return folder.remove();
  });

  async function textOf(
    version: FileVersion,
    file: string,
    workspaceFolder = folder.root,
  ): Promise<string | undefined> {
    open.push(version);
    const found = await version.readerFor(workspaceFolder).read(path.join(workspaceFolder, file), 1_000_000);
    if (!found) return undefined;
    return 'content' in found ? found.content.toString('utf8') : 'refused' in found ? found.refused : found.text;
  }
  const head = () => committedFiles(repository, { label: 'HEAD', commit: 'HEAD' });

  it('are three: on disk, staged, committed', async () => {
    folder.stage({ 'a.prompt': 'second' });
    folder.write({ 'a.prompt': 'third' });
    const versions = [await workingCopy(repository), await stagedFiles(repository), await head()];
    const texts = await Promise.all(versions.map((version) => textOf(version, 'a.prompt')));
    assert.deepEqual(texts, ['third', 'second', 'first']);
  });

  it('read names that are not ASCII, many files at once, and nothing that is not there', async () => {
    const version = await head();
    assert.deepEqual(
      await Promise.all(['data/ü.jsonl', 'data/deep/b.jsonl', 'c'].map((file) => textOf(version, file))),
      ['{}\n', '{"b":1}\n', undefined],
    );
  });

  it('read a file of many megabytes whole', async () => {
    const long = 'A line.\n'.repeat(100_000);
    folder.commit({ 'long.txt': long });
    assert.equal(await textOf(await head(), 'long.txt'), long);
  });

  it('find files by a pattern, relative to the workspace folder', async () => {
    const version = await head();
    open.push(version);
    assert.deepEqual(await version.readerFor(folder.path('data')).glob('**/*.jsonl'), ['deep/b.jsonl', 'ü.jsonl']);
  });

  posixIt('read nothing outside of the workspace folder, and follow links inside of the repository alone', async () => {
    symlinkSync('../a.prompt', folder.path('data/link'));
    symlinkSync('../../outside', folder.path('data/out'));
    symlinkSync('circle', folder.path('data/circle'));
    folder.commit({ 'data/c': '' });
    const version = await head();
    assert.equal(await textOf(version, '../a.prompt', folder.path('data')), 'it lies outside of the workspace folder.');
    folder.git('add', '.');
    const staged = await stagedFiles(repository);
    assert.equal(await textOf(staged, 'data/link'), 'first');
    assert.equal(await textOf(staged, 'data/out'), 'it lies outside of the repository.');
    assert.equal(await textOf(staged, 'data/circle'), 'its links lead in a circle.');
  });

  posixIt('follow links of folders as well, find files through them, and say what a path leads to', async () => {
    folder.write({ 'shared/cases/a.jsonl': 'a', 'shared/cases/b.jsonl': 'b' });
    symlinkSync('shared/cases', folder.path('cases'));
    symlinkSync('cases/a.jsonl', folder.path('one.jsonl'));
    symlinkSync('shared/gone', folder.path('nowhere'));
    folder.git('add', '.');
    for (const version of [await stagedFiles(repository), await workingCopy(repository)]) {
      assert.equal(await textOf(version, 'one.jsonl'), 'a');
      const reader = version.readerFor(folder.root);
      assert.deepEqual((await reader.glob('cases/*.jsonl')).toSorted(), ['cases/a.jsonl', 'cases/b.jsonl']);
      assert.deepEqual(await reader.glob('*.jsonl'), ['one.jsonl']);
      const leadsTo = async (file: string) =>
        (await reader.leadsTo?.(folder.path(file)))?.map((name) => repository.nameOf(name));
      assert.deepEqual(await leadsTo('one.jsonl'), ['one.jsonl', 'cases', 'shared/cases/a.jsonl']);
      assert.deepEqual(await leadsTo('nowhere/x'), ['nowhere', 'shared/gone/x']);
      assert.deepEqual(await leadsTo('a.prompt'), []);
    }
  });

  posixIt('read no link that leads out of the workspace folder', async () => {
    symlinkSync('../a.prompt', folder.path('data/link'));
    folder.git('add', '.');
    for (const version of [await stagedFiles(repository), await workingCopy(repository)])
      assert.equal(await textOf(version, 'link', folder.path('data')), 'it lies outside of the workspace folder.');
  });

  it('do not have what was deleted from the disk', async () => {
    folder.git('rm', '-q', 'a.prompt');
    folder.git('reset', '-q');
    const version = await workingCopy(repository);
    open.push(version);
    assert.ok(!version.paths.has('a.prompt'));
  });

  it('read what Git LFS keeps, or say how to get it', async () => {
    const id = '5891b5b522d5df086d0ff0b110fbd9d21bb4fc7163af34d08286a2e846f6be03';
    folder.stage({ 'big.jsonl': `version https://git-lfs.github.com/spec/v1\noid sha256:${id}\nsize 6\n` });
    assert.equal(
      await textOf(await stagedFiles(repository), 'big.jsonl'),
      'Git LFS has not fetched it; run: git lfs fetch',
    );
    folder.write({ [`.git/lfs/objects/58/91/${id}`]: 'hello\n' });
    assert.equal(await textOf(await stagedFiles(repository), 'big.jsonl'), 'hello\n');
  });

  it('refuse the index while a merge is unfinished', async () => {
    folder.git('checkout', '-q', '-b', 'other');
    folder.commit({ 'a.prompt': 'theirs' });
    folder.git('checkout', '-q', 'main');
    folder.commit({ 'a.prompt': 'ours' });
    assert.throws(() => folder.git('merge', 'other'));
    await assert.rejects(stagedFiles(repository), /"a\.prompt" has a merge conflict/);
  });

  it('have no file before the first commit', async () => {
    const version = await committedFiles(repository, { label: 'HEAD', commit: undefined });
    assert.equal(await textOf(version, 'a.prompt'), undefined);
    assert.equal(version.paths.size, 0);
  });

  describe('what changed', () => {
    it('is told by kind, with the name before', async () => {
      folder.git('mv', 'data/deep/b.jsonl', 'data/moved.jsonl');
      folder.git('rm', '-q', 'data/ü.jsonl');
      folder.stage({ 'a.prompt': 'second', 'new.prompt': 'new' });
      assert.deepEqual(await changedFiles(repository, 'HEAD', 'staged'), [
        { status: 'changed', path: 'a.prompt' },
        { status: 'renamed', path: 'data/moved.jsonl', from: 'data/deep/b.jsonl' },
        { status: 'deleted', path: 'data/ü.jsonl' },
        { status: 'added', path: 'new.prompt' },
      ]);
    });

    it('is what is staged, not what lies in the working copy', async () => {
      folder.write({ 'a.prompt': 'not staged', 'untracked.prompt': '' });
      assert.deepEqual(await changedFiles(repository, 'HEAD', 'staged'), []);
      assert.deepEqual(await changedFiles(repository, 'HEAD', 'working copy'), [
        { status: 'changed', path: 'a.prompt' },
        { status: 'added', path: 'untracked.prompt' },
      ]);
    });

    it('is nothing when a file was only touched', async () => {
      writeFileSync(folder.path('a.prompt'), 'first');
      assert.deepEqual(await changedFiles(repository, 'HEAD', 'working copy'), []);
    });

    it('is everything before the first commit', async () => {
      const fresh = new GitFolder();
      fresh.stage({ 'a.prompt': 'first' });
      const found = (await GitRepository.find(fresh.root)) ?? assert.fail('a repository');
      assert.deepEqual(await changedFiles(found, undefined, 'staged'), [{ status: 'added', path: 'a.prompt' }]);
      await fresh.remove();
    });
  });
});
