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
          for (const time of all) times.add(time);
          const last = all.slice(-64).sort((left, right) => left - right);
          assert.equal(times.count, last.length);
          assert.equal(times.quantile(share), last[Math.max(0, Math.ceil(share * last.length) - 1)]);
        },
      ),
    );
  });

  it('have none before the first', () => assert.equal(new RecentTimes().quantile(0.5), undefined));
});
