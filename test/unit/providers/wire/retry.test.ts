import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { PolypromptError } from '../../../../src/core/errors.ts';
import { maxRetries, retryDelay } from '../../../../src/core/providers/wire/retry.ts';
import { retryAfterMs, retryInfoMs } from '../../../../src/core/providers/wire/retryAfter.ts';

const overloaded = new PolypromptError('overloaded', 'busy');

describe('retryDelay', () => {
  it('doubles its bound from half a second', () => {
    const bounds = [1, 2, 3, 4, 5, 6, 7, 8].map((attempt) => retryDelay(overloaded, attempt, () => 1));
    assert.deepEqual(bounds, [500, 1000, 2000, 4000, 8000, 16_000, 30_000, 30_000]);
  });

  it('spreads over the whole range below the bound', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.integer({ min: 1, max: maxRetries }),
        (random, attempt) => {
          assert.equal(
            retryDelay(overloaded, attempt, () => random),
            Math.round(random * 500 * 2 ** (attempt - 1)),
          );
        },
      ),
    );
  });

  it('waits exactly as long as the provider asks, however long (fault 10)', () => {
    const asked = (retryAfter: number) =>
      new PolypromptError('rate-limited', 'slow down', { retryAfterMs: retryAfter });
    assert.equal(
      retryDelay(asked(2000), 1, () => 0.1),
      2000,
    );
    assert.equal(
      retryDelay(asked(0), 3, () => 0.9),
      0,
    );
    assert.equal(
      retryDelay(asked(3_600_000), 1, () => 0.1),
      3_600_000,
    );
  });
});

describe('retryAfterMs (fault 10)', () => {
  const now = Date.UTC(2026, 10, 20, 12, 0, 0);
  const table: readonly (readonly [string, Record<string, string>, number | undefined])[] = [
    ['seconds', { 'retry-after': '2' }, 2000],
    ['part of a second', { 'retry-after': '0.5' }, 500],
    ['milliseconds first', { 'retry-after-ms': '250', 'retry-after': '9' }, 250],
    ['zero', { 'retry-after': '0' }, 0],
    ['an hour', { 'retry-after': '3600' }, 3_600_000],
    ['negative', { 'retry-after': '-5' }, undefined],
    ['not a number', { 'retry-after': 'NaN' }, undefined],
    ['nonsense', { 'retry-after': 'soon' }, undefined],
    ['400 digits', { 'retry-after': '9'.repeat(400) }, undefined],
    ['400 digits of milliseconds, then seconds', { 'retry-after-ms': '9'.repeat(400), 'retry-after': '2' }, 2000],
    ['digits that only the unit makes endless', { 'retry-after': '9'.repeat(307) }, undefined],
    ['absent', {}, undefined],
    ['a date by our clock', { 'retry-after': 'Fri, 20 Nov 2026 12:00:07 GMT' }, 7000],
    [
      "a date by the server's own clock, however ours is set (fault 45)",
      { 'retry-after': 'Fri, 20 Nov 2026 13:00:07 GMT', date: 'Fri, 20 Nov 2026 13:00:00 GMT' },
      7000,
    ],
    ['a date in the past', { 'retry-after': 'Fri, 20 Nov 2026 11:00:00 GMT' }, undefined],
  ];
  for (const [name, headers, expected] of table) {
    it(`reads ${name}`, () => assert.equal(retryAfterMs(new Headers(headers), now), expected));
  }

  it("reads Google's RetryInfo", () => {
    assert.equal(retryInfoMs('7s'), 7000);
    assert.equal(retryInfoMs('1.5s'), 1500);
    assert.equal(retryInfoMs(`${'9'.repeat(400)}s`), undefined);
    assert.equal(retryInfoMs('-1s'), undefined);
    assert.equal(retryInfoMs('7'), undefined);
  });
});
