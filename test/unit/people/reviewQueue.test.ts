import assert from 'node:assert/strict';
import { type ReviewCandidate, type ReviewReason, reviewQueue } from '../../../src/core/people/reviewQueue.ts';

function candidates(count: number, change: (index: number) => Partial<ReviewCandidate> = () => ({})) {
  return Array.from({ length: count }, (_, index): ReviewCandidate => {
    return { caseId: `case-${index}`, target: 'a/b', repeat: 0, stratum: 'pass', reasons: [], ...change(index) };
  });
}

const seed = 'a.eval.yaml';

describe('the queue of answers to review', () => {
  it('draws of each stratum alike, with the chance of its own', () => {
    const all = candidates(400, (index) => ({ stratum: index < 40 ? 'fail' : 'pass', reasons: ['models'] }));
    const queue = reviewQueue(all, { seed, size: 60 });
    assert.equal(queue.length, 60);
    const random = queue.filter(({ heap }) => heap === 'random');
    assert.equal(random.length, 20);
    const failed = random.filter(({ caseId }) => Number(caseId.slice(5)) < 40);
    assert.deepEqual([failed.length, failed[0]?.chance, random.length - failed.length], [10, 10 / 40, 10]);
    assert.equal(random.find((item) => !failed.includes(item))?.chance, 10 / 360);
    assert.equal(queue.find(({ heap }) => heap === 'models')?.chance, undefined);
  });

  it('takes the reasons in turn, the most telling first', () => {
    const kinds: readonly ReviewReason[] = ['disagreement', 'edge', 'models', 'changed'];
    const all = candidates(200, (index) => {
      const kind = kinds[index % 4];
      return { reasons: index < 100 && kind ? [kind] : [] };
    });
    const queue = reviewQueue(all, { seed, size: 30 }).filter(({ heap }) => heap !== 'random');
    assert.deepEqual(
      queue.slice(0, 4).map(({ heap }) => heap),
      kinds,
    );
    const both = candidates(100, () => ({ reasons: ['changed', 'disagreement'] }));
    assert.equal(reviewQueue(both, { seed, size: 30 }).find(({ heap }) => heap !== 'random')?.heap, 'disagreement');
  });

  it('draws more at random where little is telling, and every answer at most once', () => {
    const queue = reviewQueue(
      candidates(100, (index) => ({ reasons: index < 5 ? ['edge'] : [] })),
      { seed, size: 40 },
    );
    assert.ok(queue.filter(({ heap }) => heap === 'random').length >= 35);
    assert.ok(queue.length <= 40);
    assert.equal(new Set(queue.map(({ caseId }) => caseId)).size, queue.length);
    assert.equal(reviewQueue(candidates(3), { seed, size: 40 }).length, 3);
    assert.equal(reviewQueue(candidates(3), { seed, size: 40 })[0]?.chance, 1);
    assert.deepEqual(reviewQueue([], { seed, size: 40 }), []);
  });

  it('is the beginning of a longer one, as far as what is in it', () => {
    const all = candidates(300, (index) => ({
      stratum: index < 60 ? 'fail' : 'pass',
      reasons: index % 2 ? ['edge'] : [],
    }));
    const [short, long] = [60, 120].map(
      (size) => new Set(reviewQueue(all, { seed, size }).map(({ caseId }) => caseId)),
    );
    assert.equal(long?.size, 120);
    for (const caseId of short ?? []) assert.ok(long.has(caseId), caseId);
  });

  it('shows a share of each kind from the beginning', () => {
    const queue = reviewQueue(
      candidates(300, () => ({ reasons: ['models'] })),
      { seed, size: 60 },
    );
    const random = queue.slice(0, 12).filter(({ heap }) => heap === 'random').length;
    assert.equal(random, 4);
  });

  it('is the same whatever the order of the answers, and another one for another suite', () => {
    const all = candidates(50);
    const names = (queue: ReturnType<typeof reviewQueue>) => queue.map(({ caseId }) => caseId);
    const first = names(reviewQueue(all, { seed, size: 20 }));
    assert.deepEqual(names(reviewQueue(all.toReversed(), { seed, size: 20 })), first);
    assert.notDeepEqual(names(reviewQueue(all, { seed: 'b.eval.yaml', size: 20 })), first);
  });

  it('gives every answer of a stratum the same chance', () => {
    const drawn = new Map<string, number>();
    for (let turn = 0; turn < 2000; turn++)
      for (const { caseId, heap } of reviewQueue(candidates(20), { seed: `${turn}`, size: 10 }))
        if (heap === 'random') drawn.set(caseId, (drawn.get(caseId) ?? 0) + 1);
    // 1,000 are expected of each, with a spread of 22.
    assert.equal(drawn.size, 20);
    for (const [caseId, count] of drawn) assert.ok(Math.abs(count - 1000) < 110, `${caseId}: ${count}`);
  });
});
