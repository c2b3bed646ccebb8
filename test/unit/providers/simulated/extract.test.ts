import assert from 'node:assert/strict';
import { amountValue, currencyOf, extractFacts } from '../../../../src/core/providers/simulated/extract.ts';

describe('facts that are read off a text', () => {
  it('hold each name once, in its longest form', () => {
    const { names } = extractFacts('My name is Ada Lovelace. This is Bob.\nBest regards,\nAda');
    assert.deepEqual(names, ['Ada Lovelace', 'Bob']);
    assert.deepEqual(extractFacts('Dear Team,\nHello Monday').names, []);
  });

  it('take no date for a telephone, and no short number', () => {
    const { phones, dates } = extractFacts('Call +49 30 123 4567 on 2026-11-30, or 123 45.');
    assert.deepEqual([phones, dates], [['+49 30 123 4567'], ['2026-11-30']]);
  });
});

describe('an amount', () => {
  it('has its figure with a point or a comma before its cents', () => {
    assert.deepEqual(
      ['€1,299.00', '1.299,50 €', '$5', '12,5 USD', '1,299', '$1.', '£0.99'].map(amountValue),
      [1299, 1299.5, 5, 12.5, 1299, 1, 0.99],
    );
  });

  it('has the currency of its sign or word', () => {
    assert.deepEqual(['$5', '5 dollars', '5 EUR', '£5', '¥5', '5 CHF', '5 kr'].map(currencyOf), [
      'USD',
      'USD',
      'EUR',
      'GBP',
      'JPY',
      'CHF',
      undefined,
    ]);
  });
});
