import assert from 'node:assert/strict';
import fc from 'fast-check';
import { RecentTimes } from '../../../src/core/routing/recentTimes.ts';

describe('the last times of a target', () => {
  it('have the quantiles of the last 64 by nearest rank, whatever came before', () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat(50), { minLength: 1, maxLength: 200 }),
        fc.constantFrom(0, 0.5, 0.95, 1),
        (all, share) => {
          const times = new RecentTimes();
          for (const milliseconds of all) times.add({ milliseconds });
          const last = all.slice(-64).sort((left, right) => left - right);
          assert.equal(times.count, last.length);
          assert.equal(times.quantile(share), last[Math.max(0, Math.ceil(share * last.length) - 1)]);
        },
      ),
    );
  });

  it('leave out those that waited behind others of ours, until nothing else is known', () => {
    const times = new RecentTimes();
    for (let index = 0; index < 20; index++) times.add({ milliseconds: 1200, atOnce: 12 });
    assert.equal(times.quantile(0.5), 1200);
    for (let index = 0; index < 8; index++) times.add({ milliseconds: 100, atOnce: 1 });
    assert.deepEqual([times.quantile(0.5), times.quantile(0.95), times.count], [100, 100, 8]);
    for (let index = 0; index < 64; index++) times.add({ milliseconds: 1300, atOnce: 12 });
    assert.deepEqual([times.quantile(0.5), times.count], [1300, 64]);
  });

  it('have none before the first', () => assert.equal(new RecentTimes().quantile(0.5), undefined));
});
