import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { LinkedFolders } from '../../../../src/node/git/linkedFolders.ts';
import { repositoryOf } from '../../../../src/node/git/repositoryOf.ts';
import { onPosix } from '../../../support/onPosix.ts';

const { it: posixIt } = onPosix('links need a right that few people have there');

describe('LinkedFolders', () => {
  let scratch = '';
  beforeEach(() => {
    scratch = realpathSync(mkdtempSync(path.join(tmpdir(), 'polyprompt-links-')));
    mkdirSync(path.join(scratch, 'real', 'prompts'), { recursive: true });
    symlinkSync(path.join(scratch, 'real'), path.join(scratch, 'link'));
  });
  afterEach(() => rmSync(scratch, { recursive: true }));

  posixIt('knows a file by the name that the window has for it, and back', () => {
    const links = new LinkedFolders([path.join(scratch, 'link')]);
    const [inWindow, onDisk] = ['link', 'real'].map((folder) => path.join(scratch, folder, 'prompts', 'a.prompt'));
    assert.equal(links.named(onDisk ?? ''), inWindow);
    assert.equal(links.real(inWindow ?? ''), onDisk);
  });

  it('knows a folder of Windows in any letters, and the repository around it', () => {
    const folders = ['c:\\repo\\app', 'z:\\work'];
    const real = (folder: string) => (folder.startsWith('c') ? 'C:\\Repo\\app' : '\\\\server\\share\\work');
    const links = new LinkedFolders(folders, { paths: path.win32, real });
    const roots = ['C:\\Repo', 'C:\\Repo\\app\\module', '\\\\server\\share\\work'].map((root) => ({ root }));
    for (const [inWindow, onDisk, root] of [
      ['c:\\repo\\app\\p\\a b.prompt', 'C:\\Repo\\app\\p\\a b.prompt', 'C:\\Repo'],
      ['c:\\repo\\app\\module\\a.prompt', 'C:\\Repo\\app\\module\\a.prompt', 'C:\\Repo\\app\\module'],
      ['z:\\work\\#1 100%.prompt', '\\\\server\\share\\work\\#1 100%.prompt', '\\\\server\\share\\work'],
    ] as const) {
      assert.deepEqual([links.real(inWindow), links.named(onDisk)], [onDisk, inWindow]);
      assert.equal(links.real(inWindow.toUpperCase()).toLowerCase(), onDisk.toLowerCase());
      assert.equal(repositoryOf(links.real(inWindow), roots, path.win32)?.root, root);
      assert.equal(repositoryOf(onDisk.toLowerCase(), roots, path.win32)?.root, root);
    }
    assert.equal(repositoryOf('D:\\Repo\\a.prompt', roots, path.win32), undefined);
  });

  it('leaves files elsewhere as they are, and folders that are gone', () => {
    const links = new LinkedFolders([path.join(scratch, 'link'), path.join(scratch, 'gone')]);
    const elsewhere = path.join(scratch, 'realest', 'a.prompt');
    assert.deepEqual([links.named(elsewhere), links.real(elsewhere)], [elsewhere, elsewhere]);
    const gone = path.join(scratch, 'gone', 'a.prompt');
    assert.deepEqual([links.named(gone), links.real(gone)], [gone, gone]);
  });
});
