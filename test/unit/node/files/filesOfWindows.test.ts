import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { appearAs } from '../../../../src/node/files/appearAs.ts';
import { renameOver } from '../../../../src/node/files/renameOver.ts';

function refusal(code: string): Error {
  return Object.assign(new Error(code), { code });
}

describe('a file in the place of another', () => {
  function attempt(refusals: readonly string[], platform: NodeJS.Platform) {
    const left = [...refusals];
    const waited: number[] = [];
    const rename = () => {
      const code = left.shift();
      if (code !== undefined) throw refusal(code);
    };
    try {
      renameOver('a', 'b', { platform, rename, wait: (ms) => waited.push(ms) });
      return { waited, code: undefined };
    } catch (error) {
      return { waited, code: error instanceof Error ? error.message : '' };
    }
  }

  it('is tried again for a second on Windows, where another program may have it open', () => {
    assert.deepEqual(attempt(['EPERM', 'EBUSY', 'EACCES'], 'win32'), { waited: [10, 20, 40], code: undefined });
    const never = attempt(new Array<string>(50).fill('EPERM'), 'win32');
    assert.equal(never.code, 'EPERM');
    const waited = never.waited.reduce((sum, ms) => sum + ms, 0);
    assert.ok(waited >= 900 && waited <= 1100, String(waited));
  });

  it('is refused at once where waiting would not help', () => {
    assert.deepEqual(attempt(['ENOSPC'], 'win32'), { waited: [], code: 'ENOSPC' });
    assert.deepEqual(attempt(['EACCES'], 'linux'), { waited: [], code: 'EACCES' });
  });
});

describe('a file that is to appear under a name', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'polyprompt-appear-'));
    writeFileSync(path.join(folder, 'own'), 'mine');
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  for (const [volume, link] of [
    ['that has hard links', undefined],
    [
      'without hard links',
      () => {
        throw refusal('EPERM');
      },
    ],
  ] as const)
    it(`does so once, and never over another, on a volume ${volume}`, () => {
      const [own, file] = [path.join(folder, 'own'), path.join(folder, 'lock')];
      assert.equal(appearAs(own, file, link), true);
      assert.equal(readFileSync(file, 'utf8'), 'mine');
      writeFileSync(file, 'of another');
      assert.equal(appearAs(own, file, link), false);
      assert.equal(readFileSync(file, 'utf8'), 'of another');
    });

  it('says that the run cannot be recorded where neither goes', () => {
    const link = () => {
      throw refusal('ENOSPC');
    };
    assert.throws(() => appearAs(path.join(folder, 'own'), path.join(folder, 'lock'), link), { code: 'storage' });
  });
});
