import assert from 'node:assert/strict';
import { millisecondsBetween, momentIn } from '../../../../src/core/cases/calls/moments.ts';

describe('a moment in a log', () => {
  const seconds = Date.UTC(2026, 10, 30, 12) / 1000;
  const moment = '2026-11-30T12:00:00.000Z';

  it('is the same in seconds, milliseconds, microseconds and nanoseconds', () => {
    for (const factor of [1, 1e3, 1e6, 1e9]) assert.equal(momentIn(seconds * factor), moment, String(factor));
    assert.equal(momentIn(String(seconds)), moment);
  });

  it('is told apart for every year from 2001 to 2286', () => {
    for (const year of [2002, 2285])
      for (const factor of [1, 1e3, 1e9]) {
        const time = Date.UTC(year, 0, 1);
        assert.equal(momentIn((time / 1000) * factor), new Date(time).toISOString(), `${year} ${factor}`);
      }
  });

  it('is UTC in a text without a zone, and in its zone with one', () => {
    assert.equal(momentIn('2026-11-30 12:00:00'), moment);
    assert.equal(momentIn(' 2026-11-30T12:00:00Z '), moment);
    assert.equal(momentIn('2026-11-30T13:00:00+01:00'), moment);
    assert.equal(momentIn('2026-11-30T11:00:00-0100'), moment);
  });

  it('is not known where nothing of the kind stands there', () => {
    for (const value of [undefined, null, true, 'yesterday', {}, 9e30]) assert.equal(momentIn(value), undefined);
  });
});

describe('the time between two moments', () => {
  it('is known where both are, and in order', () => {
    assert.equal(millisecondsBetween('2026-11-30T12:00:00Z', '2026-11-30T12:00:01.500Z'), 1500);
    assert.equal(millisecondsBetween('2026-11-30T12:00:00Z', '2026-11-30T12:00:00Z'), 0);
    assert.equal(millisecondsBetween('2026-11-30T12:00:01Z', '2026-11-30T12:00:00Z'), undefined);
    assert.equal(millisecondsBetween(undefined, '2026-11-30T12:00:00Z'), undefined);
    assert.equal(millisecondsBetween('2026-11-30T12:00:00Z', undefined), undefined);
    assert.equal(millisecondsBetween('soon', '2026-11-30T12:00:00Z'), undefined);
  });
});
