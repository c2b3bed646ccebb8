import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { loadCatalog } from '../../../src/core/pricing/catalog.ts';
import { atTodaysPrices } from '../../../src/core/results/todaysPrices.ts';
import type { CellState } from '../../../src/core/run/cellState.ts';
import type { RunState } from '../../../src/core/run/state.ts';
import { finishedRun } from '../../support/finishedRun.ts';

const catalog = loadCatalog([], {
  models: [
    { id: 'fake/a', price: { input: 10, output: 20 } },
    { id: 'fake/b', price: { input: 1, output: 2 } },
  ],
});
const usage = { inputTokens: 100_000, outputTokens: 50_000 };

function runWith(own: Partial<CellState>): RunState {
  const state = finishedRun(['a'], ['1'], () => ({}));
  const cells = Object.entries(state.cells).map(([id, cell]) => [id, { ...cell, usage, ...own }] as const);
  return { ...state, cells: Object.fromEntries(cells) };
}
const costOf = (state: RunState) => Object.values(atTodaysPrices(state, catalog).cells)[0]?.cost?.amount;
const cost = (amount: number, basis: 'estimated' | 'reported' = 'estimated') => ({ amount, basis, atLeast: false });

describe('a run at the prices of today', () => {
  it('costs what its tokens cost now, at the batch price where they were of a batch', () => {
    assert.equal(costOf(runWith({ cost: cost(0.5) })), 2);
    assert.equal(costOf(runWith({ cost: cost(0.5), batch: true })), 1);
  });

  it('keeps what the vendor reported, what nobody can price, and its own prices', () => {
    assert.equal(costOf(runWith({ cost: cost(0.5, 'reported') })), 0.5);
    const { usage: _none, ...cell } = Object.values(runWith({ cost: cost(0.5) }).cells)[0] ?? assert.fail();
    const state = runWith({});
    assert.equal(costOf({ ...state, cells: { [cell.id]: cell } }), 0.5);
    const before = runWith({ cost: cost(0.5) });
    atTodaysPrices(before, catalog);
    assert.equal(Object.values(before.cells)[0]?.cost?.amount, 0.5);
  });

  it('moves the cost of a route by what its attempts moved, judges and cached answers left alone', () => {
    const attempt = { route: 'r', reason: 'first', outcome: 'served', startedMs: 0, timing: { totalMs: 1 } } as const;
    const routed = {
      route: 'route:r',
      served: 'fake/b',
      attempts: [
        { ...attempt, model: 'fake/a', usage, cost: cost(1), outcome: 'failed' as const },
        { ...attempt, model: 'fake/b', usage, cost: cost(1) },
        { ...attempt, model: 'fake/b', usage, cost: cost(1), cached: true as const },
      ],
    };
    // 2.25 = two attempts and a quarter of a dollar for a judge.
    assert.equal(costOf(runWith({ cost: cost(2.25), routed })), 2 + 0.2 + 0.25);
  });
});
