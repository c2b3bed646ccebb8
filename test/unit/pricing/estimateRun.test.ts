import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { estimateRun } from '../../../src/core/pricing/estimateRun.ts';

describe('the estimate of a comparison whose model calls tools', () => {
  const million = 1_000_000;
  const estimate = (requests: number) =>
    estimateRun({
      messages: [{ role: 'user', parts: [{ type: 'text', text: 'x' }] }],
      parameters: { maxOutputTokens: 50 },
      models: ['a/b'],
      catalog: { entries: new Map([['a/b', { id: 'a/b', price: { input: 1, output: 2 } }]]) },
      countTokens: () => 996,
      rounds: { requests: { low: 1, expected: 1, high: requests }, added: 100 },
    }).high * million;

  it('counts every request with all that was said before it', () => {
    assert.equal(Math.round(estimate(1)), 1000 + 50 * 2);
    assert.equal(Math.round(estimate(3)), 3000 + 150 * 3 + 3 * 50 * 2);
  });
});
