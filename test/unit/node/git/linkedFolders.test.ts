import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { LinkedFolders } from '../../../../src/node/git/linkedFolders.ts';

describe('LinkedFolders', () => {
  let scratch = '';
  beforeEach(() => {
    scratch = realpathSync(mkdtempSync(path.join(tmpdir(), 'polyprompt-links-')));
    mkdirSync(path.join(scratch, 'real', 'prompts'), { recursive: true });
    symlinkSync(path.join(scratch, 'real'), path.join(scratch, 'link'));
  });
  afterEach(() => rmSync(scratch, { recursive: true }));

  it('knows a file by the name that the window has for it, and back', () => {
    const links = new LinkedFolders([path.join(scratch, 'link')]);
    const [inWindow, onDisk] = ['link', 'real'].map((folder) => path.join(scratch, folder, 'prompts', 'a.prompt'));
    assert.equal(links.named(onDisk ?? ''), inWindow);
    assert.equal(links.real(inWindow ?? ''), onDisk);
  });

  it('leaves files elsewhere as they are, and folders that are gone', () => {
    const links = new LinkedFolders([path.join(scratch, 'link'), path.join(scratch, 'gone')]);
    const elsewhere = path.join(scratch, 'realest', 'a.prompt');
    assert.deepEqual([links.named(elsewhere), links.real(elsewhere)], [elsewhere, elsewhere]);
    const gone = path.join(scratch, 'gone', 'a.prompt');
    assert.deepEqual([links.named(gone), links.real(gone)], [gone, gone]);
  });
});
