import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { linesOfFile } from '../../../../src/node/files/linesOfFile.ts';

describe('linesOfFile', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'polyprompt-lines-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  function linesOf(text: string): string[] {
    const file = path.join(folder, 'lines');
    writeFileSync(file, text);
    return [...linesOfFile(file)];
  }

  it('yields whole lines without the empty ones, and not what stands behind the last line end', () => {
    assert.deepEqual(linesOf('one\n\ntwo\nhalf'), ['one', 'two']);
    assert.deepEqual(linesOf(''), []);
  });

  it('puts together lines that are longer than what is read at once, wherever a character is cut', () => {
    const long = Array.from({ length: 4 }, (_, shift) => `${'x'.repeat(shift)}${'😀'.repeat(150_000)}`);
    assert.ok(linesOf(`${long.join('\n')}\n`).every((line, index) => line === long[index]));
  });
});
