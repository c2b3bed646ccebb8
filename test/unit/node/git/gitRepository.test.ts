import assert from 'node:assert/strict';
import { existsSync, realpathSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { diffOf } from '../../../../src/node/gate/diffOf.ts';
import { openVersions } from '../../../../src/node/gate/openVersions.ts';
import { GitObjects } from '../../../../src/node/git/gitObjects.ts';
import { GitRepository } from '../../../../src/node/git/gitRepository.ts';
import { GitFolder, gitIn } from '../../../support/gitFolder.ts';
import { onPosix } from '../../../support/onPosix.ts';

describe('GitRepository', () => {
  const folders: GitFolder[] = [];
  const folder = (name?: string) => {
    const made = new GitFolder(name);
    folders.push(made);
    return made;
  };
  afterEach(async () => {
    for (const made of folders.splice(0)) await made.remove();
  });

  onPosix('no path has such signs').it('is found where the path has line breaks, blanks and quotes in it', async () => {
    const odd = folder('a\nb "c" d');
    odd.commit({ 'p.prompt': 'Hi' });
    const found = await GitRepository.find(odd.root);
    assert.equal(found?.root, realpathSync(odd.root));
    assert.equal((await found?.read(['show', 'HEAD:p.prompt']))?.toString(), 'Hi');
  });

  /** A clone that lacks its files, whose server is a program that the clone itself names: it leaves a mark and never answers. */
  function partialClone(): { readonly clone: string; readonly mark: string; readonly id: string } {
    const origin = folder();
    origin.commit({ 'a.prompt': 'text' });
    origin.git('config', 'uploadpack.allowFilter', 'true');
    const clone = origin.path('..', 'clone');
    gitIn(origin.root, [
      'clone',
      '--quiet',
      '--no-checkout',
      '--filter=blob:none',
      pathToFileURL(origin.root).href,
      clone,
    ]);
    const mark = origin.path('..', 'mark');
    gitIn(clone, ['config', 'remote.origin.uploadpack', `touch '${mark}'; sleep 30; true`]);
    return { clone, mark, id: gitIn(clone, ['rev-parse', 'HEAD:a.prompt']).trim() };
  }

  it('starts no program for what a partial clone lacks when it is offline', async () => {
    const { clone, mark, id } = partialClone();
    const repository = await GitRepository.find(clone, { offline: true });
    assert.ok(repository);
    const objects = new GitObjects(repository);
    await assert.rejects(objects.read(id), { code: 'git' });
    await assert.rejects(repository.read(['show', 'HEAD:a.prompt']), { code: 'git' });
    objects.close();
    assert.equal(existsSync(mark), false);
  });

  onPosix('what git had started may outlive it').it('waits for no server that never answers', async () => {
    const { clone, id } = partialClone();
    const repository = await GitRepository.find(clone, { limitMs: 300 });
    assert.ok(repository);
    const objects = new GitObjects(repository);
    const late = { code: 'git', message: /did not answer within 0\.30 s\.$/, hint: /--offline/ };
    await assert.rejects(objects.read(id), late);
    await assert.rejects(repository.read(['show', 'HEAD:a.prompt']), late);
    objects.close();
  });
});

describe('diffOf', () => {
  it('shows the first commit against nothing, and not against what is on disk', async () => {
    const made = new GitFolder();
    made.commit({ 'p.prompt': 'first\n' });
    made.commit({ 'p.prompt': 'second\n' });
    made.write({ 'p.prompt': 'on disk\n' });
    const first = made.git('rev-parse', 'HEAD~1').trim();
    const versions = await openVersions(made.root, { staged: false, commit: first });
    const [file] = versions.changed;
    assert.ok(file);
    assert.equal(await diffOf(versions, file), '@@ -0,0 +1 @@\n+first');
    versions.close();
    await made.remove();
  });
});
