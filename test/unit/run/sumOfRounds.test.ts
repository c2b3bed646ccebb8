import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { Usage } from '../../../src/core/messages.ts';
import type { Cost } from '../../../src/core/pricing/cost.ts';
import type { Timing } from '../../../src/core/run/account.ts';
import { lastOfSum, type RequestAccount, sumOfRounds } from '../../../src/core/run/sumOfRounds.ts';

const dollars = (amount: number, atLeast = false): Cost => ({ amount, basis: 'estimated', atLeast });

function account(usage: Usage | null, cost: Cost | null, timing: Timing = { totalMs: 100 }): RequestAccount {
  return { usage, cost, timing };
}

const first = account({ inputTokens: 10, outputTokens: 5, cachedInputTokens: 4 }, dollars(1), {
  firstTokenMs: 20,
  totalMs: 100.3,
  atOnce: 3,
});
const second = account({ inputTokens: 20, outputTokens: 6 }, dollars(2), { firstTokenMs: 30, totalMs: 200, atOnce: 7 });

describe('the sum of rounds', () => {
  it('is the account of the one request where there are no others', () => {
    assert.deepEqual(sumOfRounds([], first), first);
  });

  it('adds tokens, money and time; the first word is that of the first request', () => {
    assert.deepEqual(sumOfRounds([first], second), {
      usage: { inputTokens: 30, outputTokens: 11, cachedInputTokens: 4 },
      cost: dollars(3),
      timing: { firstTokenMs: 20, totalMs: 300.3, atOnce: 7 },
    });
  });

  it('takes the time of tools, and not that of persons', () => {
    const result = { id: '1', name: 't', output: '' };
    const results = [
      { ...result, by: 'script' as const, ms: 50 },
      { ...result, by: 'person' as const, ms: 5000 },
      { ...result, by: 'rule' as const },
    ];
    assert.equal(sumOfRounds([{ ...first, results }], second).timing.totalMs, 350.3);
  });

  it('knows no count that one request did not report, and takes parts that vendors leave out as none', () => {
    const silent = account({ outputTokens: 1 }, null);
    assert.deepEqual(sumOfRounds([first], silent).usage, { outputTokens: 6, cachedInputTokens: 4 });
    assert.equal(sumOfRounds([account(null, null)], account(null, null)).usage, null);
    assert.deepEqual(sumOfRounds([account(null, null)], second).usage, {});
  });

  it('is a lower bound where a cost is unknown, and unknown where none is known', () => {
    assert.deepEqual(sumOfRounds([first], account(null, null)).cost, dollars(1, true));
    assert.equal(sumOfRounds([account(null, null)], account(null, null)).cost, null);
  });

  it('says nothing of how many were under way where nobody counted', () => {
    assert.deepEqual(sumOfRounds([account(null, null)], account(null, null)).timing, { totalMs: 200 });
  });
});

describe('the last request of a sum', () => {
  it('is what the others leave', () => {
    const sum = sumOfRounds([first], second);
    const last = lastOfSum(sum, [first]);
    assert.deepEqual(last.usage, { inputTokens: 20, outputTokens: 6, cachedInputTokens: 0 });
    assert.deepEqual(last.cost, dollars(2));
    assert.equal(last.timing.totalMs, 200);
  });

  it('is the sum itself where there were no others', () => {
    assert.deepEqual(lastOfSum(second, []), second);
  });

  it('is unknown where the sum or the others are', () => {
    const none = account(null, null);
    assert.deepEqual(lastOfSum(none, [first]), account(null, null, { totalMs: 0 }));
    assert.equal(lastOfSum(second, [none]).usage, null);
    assert.equal(lastOfSum(second, [none]).cost, null);
    const partly = account({ inputTokens: 30 }, null);
    assert.deepEqual(lastOfSum(partly, [account({ inputTokens: 10 }, null)]).usage, { inputTokens: 20 });
    assert.deepEqual(lastOfSum(partly, [account({ outputTokens: 1 }, null)]).usage, {});
  });

  it('subtracts all rounds before it', () => {
    const sum = sumOfRounds([first, second], first);
    assert.deepEqual(lastOfSum(sum, [first, second]).cost, dollars(1));
    assert.equal(lastOfSum(sum, [first, second]).usage?.inputTokens, 10);
  });
});
