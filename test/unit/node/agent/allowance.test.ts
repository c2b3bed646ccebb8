import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { allow, type RunToAllow } from '../../../../src/node/agent/allowance.ts';
import { ConsentNeeded } from '../../../../src/node/agent/consentNeeded.ts';
import { SpendingAccount } from '../../../../src/node/agent/spendingAccount.ts';

const limits = { perCall: 0.25, perDay: 2, askAbove: 0.1 };
const spent = {
  amount: 0.04,
  judges: 0,
  known: 1,
  cached: 0,
  simulated: 0,
  unknown: 0,
  atLeast: false,
  reported: true,
};

describe('what a run of an agent may spend', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'polyprompt-allowance-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));
  const account = () => new SpendingAccount(folder, { wallTime: () => Date.parse('2026-11-30') });
  const run = (high: number, more: Partial<RunToAllow> = {}): RunToAllow => ({
    what: 'Run x',
    estimate: { money: { low: 0, expected: high, high }, simulated: false, unknown: [] },
    ...more,
  });
  const unknown = { money: { low: 0, expected: 0, high: 0 }, simulated: false, unknown: ['local/x'] };

  it('is nothing for simulated models, however much they would have cost', () => {
    const estimate = { money: { low: 1, expected: 5, high: 9 }, simulated: true, unknown: [] };
    assert.equal(allow(run(9, { estimate }), { limits, account: account() }).maxCost, undefined);
    assert.equal(account().left(2), 2);
  });

  it('is set aside up to the limit of a call, and given back but for what was spent', () => {
    const allowance = allow(run(0.05), { limits, account: account() });
    assert.equal(allowance.maxCost, 0.25);
    assert.equal(account().left(2), 1.75);
    allowance.settle(spent);
    assert.equal(account().left(2), 1.96);
  });

  it('stays set aside where a part of the cost is not known', () => {
    allow(run(0.05), { limits, account: account() }).settle({ ...spent, unknown: 1, atLeast: true });
    assert.equal(account().left(2), 1.75);
  });

  it('counts for a run that goes on only what comes on top', () => {
    const allowance = allow(run(0.05, { spentBefore: 0.03 }), { limits, account: account() });
    assert.equal(allowance.maxCost, 0.28);
    allowance.settle(spent);
    assert.equal(account().left(2), 1.99);
  });

  it('is refused above the limit, with whose limit it is', () => {
    assert.throws(() => allow(run(0.3), { limits, account: account() }), {
      code: 'spending-limit',
      message: 'This may cost up to $0.30, and the user allows $0.25 for one call.',
      hint: /ask the user to raise the limit/,
    });
    assert.throws(() => allow(run(0.05, { maxCost: 0.01 }), { limits, account: account() }), {
      message: 'This may cost up to $0.05, and max_cost is $0.01.',
      hint: /raise max_cost/,
    });
    assert.equal(account().left(2), 2);
  });

  it('needs a limit of calls where a price is not known, and then takes all that a call may spend', () => {
    assert.throws(() => allow(run(0, { estimate: unknown }), { limits, account: account() }), {
      message: 'The price of local/x is not known.',
      hint: /max_calls/,
    });
    const given = { limits, account: account(), consent: 'given' as const };
    const allowance = allow(run(0, { estimate: unknown, maxCalls: 3 }), given);
    assert.deepEqual([allowance.maxCost, allowance.maxCalls], [0.25, 3]);
    assert.equal(account().left(2), 1.75);
  });

  it('is asked for above a sum, and not below', () => {
    allow(run(0.1), { limits, account: account() });
    assert.throws(
      () => allow(run(0.11), { limits, account: account() }),
      (error) => error instanceof ConsentNeeded && error.message === 'Run x for up to $0.11?' && error.amount === 0.11,
    );
    assert.equal(allow(run(0.11), { limits, account: account(), consent: 'given' }).maxCost, 0.25);
    assert.equal(allow(run(0.11), { limits, account: account(), consent: 'no-way' }).maxCost, 0.25);
    assert.throws(() => allow(run(0.11), { limits, account: account(), consent: 'declined' }), {
      message: 'The user has declined to pay for this.',
    });
  });

  it('is never more by consent than the limit', () => {
    assert.throws(() => allow(run(0.3), { limits, account: account(), consent: 'given' }), { code: 'spending-limit' });
  });
});
