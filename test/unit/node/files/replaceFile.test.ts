import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { replaceFile } from '../../../../src/node/files/replaceFile.ts';
import { isDiskRefusal } from '../../../../src/node/files/storageError.ts';
import { onPosix } from '../../../support/onPosix.ts';

const { it: posixIt } = onPosix('links need a right that few people have there');

describe('replaceFile', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'polyprompt-replace-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('leaves the file that was there, and no other, when the disk is full or read-only (fault 49, fault 50)', () => {
    const file = path.join(folder, 'a.json');
    replaceFile(file, 'before');
    for (const code of ['ENOSPC', 'EROFS', 'EACCES', 'EDQUOT']) {
      const refuse = (name: string) => {
        writeFileSync(name, '');
        throw Object.assign(new Error('refused'), { code });
      };
      assert.throws(
        () => replaceFile(file, 'after', refuse),
        (error) =>
          error instanceof Error && error.message === `${file} cannot be written (${code}).` && isDiskRefusal(error),
      );
      assert.deepEqual(readdirSync(folder), ['a.json']);
      assert.equal(readFileSync(file, 'utf8'), 'before');
    }
  });

  posixIt('replaces a link and not what it leads to', () => {
    const precious = path.join(folder, 'precious');
    writeFileSync(precious, 'mine');
    symlinkSync(precious, path.join(folder, 'link'));
    replaceFile(path.join(folder, 'link'), 'new');
    assert.equal(readFileSync(precious, 'utf8'), 'mine');
  });
});
