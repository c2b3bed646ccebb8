import assert from 'node:assert/strict';
import { slowdowns, type TimeAtOnce, unslowed, unslowedTimes } from '../../../../src/core/providers/lanes/unslowed.ts';

const many = (count: number, milliseconds: number, atOnce: number): TimeAtOnce[] =>
  Array.from({ length: count }, (_, index) => ({ milliseconds: milliseconds * (1 + (index % 3) / 100), atOnce }));

describe('unslowed', () => {
  it('keeps the times of a server with one slot that were measured alone', () => {
    const times = [...many(6, 2000, 2), ...many(4, 4000, 4), ...many(60, 1000, 1)];
    assert.deepEqual(unslowed(times), { limit: 1 });
    assert.equal(unslowedTimes(times).length, 60);
  });

  it('keeps those up to its slots, where eight at once take no longer than four', () => {
    const times = [...many(10, 1000, 4), ...many(80, 1000, 8), ...many(40, 2000, 16)];
    assert.deepEqual(unslowed(times), { limit: 8 });
  });

  it('keeps all where more at once never slowed', () => {
    const times = [...many(10, 1000, 4), ...many(80, 1010, 8), ...many(40, 990, 200)];
    assert.deepEqual(unslowed(times), { limit: Number.POSITIVE_INFINITY });
  });

  it('says under how many they were measured where there is nothing to compare with', () => {
    assert.deepEqual(unslowed(many(40, 1000, 12)), { limit: Number.POSITIVE_INFINITY, measuredUnder: 12 });
    const alike = [...many(20, 1000, 11), ...many(20, 1000, 12)];
    assert.deepEqual(unslowed(alike), { limit: Number.POSITIVE_INFINITY, measuredUnder: 12 });
    const slowed = [...many(20, 1000, 6), ...many(20, 3000, 12)];
    assert.deepEqual(unslowed(slowed), { limit: 6, measuredUnder: 6 });
  });

  it('says nothing of what nobody counted, and keeps it', () => {
    const old = [{ milliseconds: 5000 }, { milliseconds: 6000 }];
    assert.deepEqual(unslowed(old), { limit: Number.POSITIVE_INFINITY });
    assert.deepEqual(unslowedTimes([...old, ...many(10, 1000, 1), ...many(10, 4000, 4)]).length, 12);
    assert.deepEqual(unslowed([]), { limit: Number.POSITIVE_INFINITY });
  });

  it('takes a few slow answers for no proof', () => {
    const times = [...many(40, 1000, 1), ...many(2, 9000, 2), { milliseconds: 1000, atOnce: 2 }];
    assert.equal(unslowed(times).limit, Number.POSITIVE_INFINITY);
    const wide = [100, 3000, 500, 9000, 200].flatMap((milliseconds) => [
      { milliseconds, atOnce: 1 },
      { milliseconds: milliseconds * 1.5, atOnce: 2 },
    ]);
    assert.equal(unslowed(wide).limit, Number.POSITIVE_INFINITY);
  });

  it('compares with all that was not slowed, up to thirty times', () => {
    const creeping = (first: number) => [...many(first, 1000, 1), ...many(900, 1100, 2), ...many(40, 1210, 3)];
    assert.equal(unslowed(creeping(29)).limit, Number.POSITIVE_INFINITY);
    assert.equal(unslowed(creeping(30)).limit, 2);
  });

  it('does not creep upwards from group to group', () => {
    const times = [1, 2, 3, 4, 5, 6].flatMap((atOnce) => many(40, 1000 * 1.1 ** (atOnce - 1), atOnce));
    assert.equal(unslowed(times).limit, 2);
  });
});

describe('slowdowns', () => {
  it('tell by how many times the others took longer', () => {
    const slowdownAt = slowdowns([...many(60, 1000, 1), ...many(9, 2000, 2), ...many(9, 4000, 4)]);
    assert.deepEqual(
      [undefined, 1, 2, 4].map((atOnce) => Math.round(slowdownAt(atOnce) * 100) / 100),
      [1, 1, 2, 4],
    );
  });
});
