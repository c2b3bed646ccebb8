import assert from 'node:assert/strict';
import { formatMoment } from '../../../src/core/text/formatMoment.ts';

describe('a moment', () => {
  const now = new Date(2026, 10, 29, 18, 0).getTime();
  const plain = (text: string) => text.replaceAll(/\s/g, ' ');

  it('is a time today, as the language writes it', () => {
    const at = new Date(2026, 10, 29, 17, 15).getTime();
    assert.deepEqual([formatMoment(at, now, 'de'), plain(formatMoment(at, now, 'en'))], ['17:15', '5:15 PM']);
  });

  it('has its date on any other day', () => {
    const at = new Date(2026, 10, 28, 9, 5).getTime();
    assert.equal(formatMoment(at, now, 'de'), '28.11.2026, 09:05');
    assert.equal(plain(formatMoment(at, now, 'en')), 'Nov 28, 2026, 9:05 AM');
  });
});
