import assert from 'node:assert/strict';
import fc from 'fast-check';
import { align } from '../../../src/core/diff/alignment.ts';

/** Length of the longest common subsequence by the textbook table: slow, and certain. */
function longestCommon(left: readonly string[], right: readonly string[]): number {
  let row = new Array<number>(right.length + 1).fill(0);
  for (const item of left) {
    const next = [0];
    right.forEach((other, j) => {
      next.push(item === other ? (row[j] ?? 0) + 1 : Math.max(row[j + 1] ?? 0, next[j] ?? 0));
    });
    row = next;
  }
  return row.at(-1) ?? 0;
}

function matchedItems(items: readonly string[], matched: Uint8Array): readonly string[] {
  return items.filter((_, index) => matched[index] === 1);
}

const items = fc.array(fc.constantFrom('a', 'b', 'c', 'd', 'e'), { maxLength: 40 });

describe('align', () => {
  it('pairs equal items in order, as many as there can be', () => {
    fc.assert(
      fc.property(items, items, (left, right) => {
        const pairs = align(left, right);
        const matched = matchedItems(left, pairs.left);
        assert.deepEqual(matched, matchedItems(right, pairs.right));
        assert.equal(matched.length, longestCommon(left, right));
      }),
      { numRuns: 500 },
    );
  });

  it('still pairs equal items in order when it takes a good split instead of the best one', () => {
    const left = Array.from({ length: 3000 }, (_, index) => `${(index * 7919) % 101}`);
    const right = Array.from({ length: 3000 }, (_, index) => `${(index * 104_729) % 103}`);
    const pairs = align(left, right);
    const matched = matchedItems(left, pairs.left);
    assert.deepEqual(matched, matchedItems(right, pairs.right));
    assert.ok(matched.length > 0.5 * longestCommon(left, right));
  });
});
