import assert from 'node:assert/strict';
import { type Duel, preferenceRanking } from '../../../src/core/results/preferenceRanking.ts';

const duel = (target: string, base: string, points: number, cases = 40): Duel => ({ target, base, points, cases });

describe('a ranking of what is liked better', () => {
  it('is none of two targets, nor of pairs that have nothing to do with each other', () => {
    assert.equal(preferenceRanking([duel('a', 'b', 20)]), undefined);
    assert.equal(preferenceRanking([duel('a', 'a @ HEAD', 20), duel('b', 'b @ HEAD', 20)]), undefined);
  });

  it('names the best first, and tells apart only what the cases tell', () => {
    const found = preferenceRanking([duel('c', 'a', 8), duel('b', 'a', 18), duel('c', 'b', 10)]);
    assert.ok(found?.type === 'ranked');
    assert.deepEqual(found.order, ['a', 'b', 'c']);
    assert.deepEqual(
      found.pairs.map(({ better, other, isApart }) => [better, other, isApart]),
      [
        ['a', 'b', false],
        ['a', 'c', true],
        ['b', 'c', true],
      ],
    );
    for (const { chance, interval, isApart } of found.pairs) {
      assert.ok(interval.low < chance && chance < interval.high);
      // The interval is never at odds with the verdict: it holds the even chance where nothing is told apart.
      assert.equal(interval.low > 0.5, isApart);
    }
  });

  it('widens the intervals of what is not apart by the number of pairs', () => {
    const reachOf = (duels: readonly Duel[]) => {
      const found = preferenceRanking(duels);
      assert.ok(found?.type === 'ranked');
      const logit = (share: number) => Math.log(share / (1 - share));
      return found.pairs.map(({ interval }) => (logit(interval.high) - logit(interval.low)) / 2);
    };
    const three = reachOf([duel('a', 'b', 20), duel('b', 'c', 20), duel('a', 'c', 20)]);
    const four = reachOf([
      ...[duel('a', 'b', 20), duel('b', 'c', 20), duel('a', 'c', 20)],
      ...[duel('a', 'd', 20), duel('b', 'd', 20), duel('c', 'd', 20)],
    ]);
    // Three even pairs of 40 each: the strengths of two differ by an error of the square root of 1/15, and 5% are split over three looks.
    assert.equal(three[0]?.toFixed(3), (2.39398 * Math.sqrt(1 / 15)).toFixed(3));
    // With four there are six pairs, and each strength is known from three of them.
    assert.equal(four[0]?.toFixed(3), (2.63826 * Math.sqrt(1 / 20)).toFixed(3));
  });

  it('goes over targets that never met each other but the same third one', () => {
    const found = preferenceRanking([duel('b', 'a', 28), duel('c', 'a', 10)]);
    assert.deepEqual(found?.type === 'ranked' ? found.order : [], ['b', 'a', 'c']);
  });

  it('names who never lost in place of an endless strength', () => {
    assert.deepEqual(preferenceRanking([duel('b', 'a', 40), duel('c', 'a', 20), duel('c', 'b', 0)]), {
      type: 'unbeaten',
      targets: ['b'],
    });
  });

  it('names groups that were never compared with each other', () => {
    assert.deepEqual(preferenceRanking([duel('a', 'b', 20), duel('b', 'c', 20), duel('x', 'y', 20)]), {
      type: 'unconnected',
      groups: [
        ['a', 'b', 'c'],
        ['x', 'y'],
      ],
    });
  });
});
