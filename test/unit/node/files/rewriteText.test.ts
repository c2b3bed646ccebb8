import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { rewriteText } from '../../../../src/node/files/rewriteText.ts';

describe('a text file that is written again', () => {
  const folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'polyprompt-')));
  const file = path.join(folder, 'a.json');
  after(() => rmSync(folder, { recursive: true, force: true }));

  it('keeps the line ends that it has', () => {
    for (const [before, written] of [
      [undefined, 'a\nb\n'],
      ['x\n', 'a\nb\n'],
      ['x\r\n', 'a\r\nb\r\n'],
      ['\uFEFFx\r\n', '\uFEFFa\r\nb\r\n'],
    ] as const) {
      if (before !== undefined) writeFileSync(file, before);
      rewriteText(file, 'a\nb\n');
      assert.equal(readFileSync(file, 'utf8'), written);
    }
  });
});
