import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { unifiedDiff } from '../../../src/core/diff/unifiedDiff.ts';
import { seededRandom } from '../../../src/core/providers/simulated/seed.ts';
import { GitFolder } from '../../support/gitFolder.ts';

describe('a unified diff', () => {
  let folder: GitFolder | undefined;
  after(() => folder?.remove());

  it('shows a change with three lines around it', () => {
    const older = 'one\ntwo\nthree\nfour\nfive\nsix\nseven\neight\nnine\n';
    assert.equal(
      unifiedDiff('a/b.txt', older, older.replace('five', 'FIVE')),
      '--- a/a/b.txt\n+++ b/a/b.txt\n@@ -2,7 +2,7 @@\n two\n three\n four\n-five\n+FIVE\n six\n seven\n eight\n',
    );
  });

  it('is empty where nothing has changed', () => {
    assert.equal(unifiedDiff('x', 'a\n', 'a\n'), '');
  });

  it('says where a line has no end', () => {
    assert.equal(
      unifiedDiff('x', 'a', 'a\nb\n'),
      '--- a/x\n+++ b/x\n@@ -1,1 +1,2 @@\n-a\n\\ No newline at end of file\n+a\n+b\n',
    );
  });

  it('of any two texts is an edit that Git applies', function () {
    this.timeout(60_000);
    const repository = new GitFolder();
    folder = repository;
    const random = seededRandom('diffs');
    const words = ['a', 'b', 'c', '', 'a b'];
    const text = () => {
      const lines = Array.from({ length: Math.floor(random() * 14) }, () => words[Math.floor(random() * words.length)]);
      return lines.join('\n') + (random() < 0.6 && lines.length > 0 ? '\n' : '');
    };
    for (let round = 0; round < 60; round++) {
      const [older, newer] = [text(), text()];
      const patch = unifiedDiff('file.txt', older, newer);
      if (older === newer) continue;
      writeFileSync(repository.path('file.txt'), older);
      writeFileSync(repository.path('the.patch'), patch);
      repository.git('apply', '--unidiff-zero', 'the.patch');
      assert.equal(readFileSync(repository.path('file.txt'), 'utf8'), newer, JSON.stringify({ older, newer, patch }));
    }
  });
});
