import assert from 'node:assert/strict';
import { Ledger, type Limits } from '../../../src/core/improve/ledger.ts';
import type { CallAccount, RowAnswer } from '../../../src/core/improve/steps.ts';
import type { Wording } from '../../../src/core/run/proposal.ts';

const start: Wording = { number: 0, text: '' };
const edit: Wording = { number: 1, text: '' };
const answer = (passed: boolean | undefined, account: CallAccount = { calls: 1, cost: 0.5 }): RowAnswer => ({
  ...{ passed, answer: passed ? 'near' : 'far', reasons: [], account },
});

/** A ledger in which an answer that says "near" comes all the way to passing, and any other a quarter. */
function ledgerWith(limits: Limits, ...answers: readonly RowAnswer[]): Ledger {
  const ledger = new Ledger(limits, (_row, { answer: text }) => (text === 'near' ? 1 : 0.25));
  for (const one of answers) ledger.take(ledger.next(start, ['a']), { type: 'answers', answers: [one] });
  return ledger;
}

describe('what may still be asked in a search', () => {
  it('is bound by the calls, all of them counted', () => {
    const ledger = ledgerWith({ calls: 10 }, answer(true, { calls: 3 }));
    assert.equal(ledger.left, 7);
    ledger.reflected({ calls: 2 });
    assert.equal(ledger.left, 5);
    assert.equal(ledgerWith({}).left, Number.POSITIVE_INFINITY);
  });

  it('is bound by the money, at what an answer has cost so far', () => {
    assert.equal(ledgerWith({ cost: 3 }).left, Number.POSITIVE_INFINITY, 'nothing is known of the price yet');
    const ledger = ledgerWith({ cost: 3 }, answer(true), answer(false));
    assert.equal(ledger.left, 4);
    ledger.reflected({ calls: 1, cost: 0.75 });
    assert.equal(ledger.left, 2, 'five quarters are left, of which an answer takes two');
    assert.equal(ledgerWith({ calls: 3, cost: 100 }, answer(true)).left, 2, 'the tighter limit holds');
    assert.equal(ledgerWith({ calls: 100, cost: 1 }, answer(true)).left, 1);
  });
});

describe('what a search has spent', () => {
  it('is calls and money, and no sum where a price is not known', () => {
    const ledger = ledgerWith({}, answer(true), answer(true, { calls: 2, cost: 1 }));
    assert.deepEqual(
      [ledger.task, ledger.reflect],
      [
        { calls: 3, cost: 1.5 },
        { calls: 0, cost: 0 },
      ],
    );
    assert.deepEqual(ledgerWith({}, answer(true), answer(true, { calls: 1 })).task, { calls: 2 });
    assert.deepEqual(ledgerWith({}, answer(true, { calls: 0 })).task, { calls: 0, cost: 0 }, 'nobody was asked');
  });
});

describe('the answers of a search', () => {
  it('are kept by wording and row, in the order in which they were drawn', () => {
    const ledger = ledgerWith({}, answer(false), answer(true));
    assert.deepEqual(
      ledger.all(start, 'a').map(({ passed }) => passed),
      [false, true],
    );
    assert.equal(ledger.last(start, 'a')?.passed, true);
    assert.deepEqual([ledger.last(edit, 'a'), ledger.last(start, 'b')], [undefined, undefined]);
    assert.deepEqual(
      ledger.next(start, ['a', 'b']).map(({ row, draw }) => [row, draw]),
      [
        ['a', 2],
        ['b', 0],
      ],
    );
  });

  it('pass by their newest draw, and come close on average', () => {
    const ledger = ledgerWith({}, answer(false), answer(true));
    assert.equal(ledger.passes(start, ['a', 'b']), 1);
    assert.equal(ledger.passes(edit, ['a']), 0);
    assert.equal(ledger.rate(start, 'a'), 0.625);
    assert.equal(ledger.rate(start, 'b'), 0);
    assert.equal(ledger.score(start, ['a', 'b', 'a']), 1.25);
    assert.equal(ledgerWith({}, answer(true), answer(undefined)).passes(start, ['a']), 0, 'no verdict is no pass');
  });

  it('take no place where an answer is missing', () => {
    const ledger = ledgerWith({});
    const asks = ledger.next(start, ['a', 'b']);
    ledger.take(asks, { type: 'answers', answers: [answer(true)] });
    assert.deepEqual([ledger.all(start, 'a').length, ledger.all(start, 'b').length, ledger.task.calls], [1, 0, 1]);
  });
});
