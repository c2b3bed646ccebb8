import assert from 'node:assert/strict';
import fc from 'fast-check';
import { hunksBetween, rebasedHunks, withHunks } from '../../../src/core/diff/hunks.ts';

const older = 'one\ntwo\nthree\nfour\nfive\nsix\n';
const newer = 'one\nTWO\nthree\nfour\nfive and a half\nsix\nseven\n';

describe('the hunks of an edit', () => {
  it('are the changed lines, each with what stands there instead', () => {
    assert.deepEqual(
      hunksBetween(older, newer).map(({ before, after }) => [before, after]),
      [
        ['two\n', 'TWO\n'],
        ['five\n', 'five and a half\n'],
        ['', 'seven\n'],
      ],
    );
  });

  it('make the newer text when all are taken, and leave the others alone when one is', () => {
    const hunks = hunksBetween(older, newer);
    assert.equal(withHunks(older, hunks), newer);
    assert.equal(withHunks(older, hunks.slice(1, 2)), older.replace('five', 'five and a half'));
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('a\n', 'b\n', 'c\r\n', '\n')),
        fc.array(fc.constantFrom('a\n', 'b\n', 'd')),
        (left, right) => {
          const [before, after] = [left.join(''), right.join('')];
          assert.equal(withHunks(before, hunksBetween(before, after)), after);
        },
      ),
    );
  });

  it('follow their lines when something was typed elsewhere', () => {
    const now = `a new first line\n${older.replace('six', 'six, as typed')}`;
    const [first] = hunksBetween(older, newer);
    assert.ok(first);
    const moved = rebasedHunks(older, now, [first]);
    assert.ok(moved);
    assert.equal(withHunks(now, moved), now.replace('two', 'TWO'));
  });

  it('are refused where their lines were changed, or stand there twice', () => {
    const hunks = hunksBetween(older, newer);
    assert.equal(rebasedHunks(older, older.replace('two', 'zwei'), hunks), undefined);
    assert.equal(rebasedHunks(older, older + older, hunks.slice(0, 1)), undefined);
  });
});
