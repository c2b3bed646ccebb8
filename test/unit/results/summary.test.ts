import assert from 'node:assert/strict';
import type { Cost } from '../../../src/core/pricing/cost.ts';
import { addCosts, costOfRun, formatRunCost, summarizeRun } from '../../../src/core/results/summary.ts';
import type { CellState } from '../../../src/core/run/cellState.ts';
import type { RunState } from '../../../src/core/run/state.ts';

/** How a cell ended: with a cost, or null for a finished answer of unknown price. */
type Ending = Cost | null | 'failed' | 'cut off' | 'cancelled' | 'cached';

/** A run whose cells ended like this. */
function ended(...costs: readonly Ending[]): RunState {
  const cells = costs.map((cost, index): CellState => {
    const status =
      cost === 'cut off' ? 'failed' : cost === 'cached' ? 'done' : typeof cost === 'string' ? cost : 'done';
    const text = cost === 'cut off' ? 'half an ans' : '';
    const cached = { cost: estimated, cached: true } as const;
    const known = typeof cost === 'object' && cost ? { cost } : cost === 'cached' ? cached : {};
    return {
      id: `${index}`,
      target: `t${index}`,
      caseId: 'inputs',
      repeat: 0,
      status,
      text,
      reasoning: '',
      toolCalls: [],
      warnings: [],
      attempt: 1,
      ...known,
    };
  });
  const targets = cells.map((cell) => ({ id: cell.target, model: cell.target, parameters: {} }));
  return {
    runId: 'r',
    prompt: 'p',
    promptVersion: 'v',
    startedAt: 0,
    status: 'done',
    targets,
    plan: [],
    cells: Object.fromEntries(cells.map((cell) => [cell.id, cell])),
  };
}

const estimated: Cost = { amount: 0.002, basis: 'estimated', atLeast: false };
const reported: Cost = { amount: 0.001, basis: 'reported', atLeast: false };
const simulated: Cost = { amount: 0.5, basis: 'simulated', atLeast: false };
const text = (...costs: readonly Ending[]) => formatRunCost(costOfRun(ended(...costs)));

describe('the cost of a run', () => {
  it('marks an estimate and leaves a reported sum unmarked', () => {
    assert.equal(text(estimated, reported), '~$0.003');
    assert.equal(text(reported, reported), '$0.002');
  });

  it('is a lower bound when a price is unknown, and unknown when all are', () => {
    assert.equal(text(estimated, null), 'at least ~$0.002');
    assert.equal(text(null, null), 'cost unknown');
  });

  it('counts no simulated money, and says so when there is no other', () => {
    assert.equal(text(simulated, estimated), '~$0.002');
    assert.equal(text(simulated, simulated), '~$1.00 simulated');
  });

  it('takes a call that failed before its first word for uncharged, and one that was cut off for charged', () => {
    assert.equal(text('failed', reported), '$0.001');
    assert.equal(text('cut off', reported), 'at least $0.001');
  });

  it('says that answers were there before, and what was paid for the others', () => {
    assert.equal(text('cached', 'cached'), '$0 (cached)');
    assert.equal(text('cached', reported), '$0.001');
    assert.equal(text('cached', null), 'cost unknown');
    assert.equal(formatRunCost(addCosts([costOfRun(ended('cached')), costOfRun(ended())])), '$0 (cached)');
  });

  it('calls nothing paid zero', () => {
    assert.equal(text('failed'), '$0');
    assert.equal(text(), '$0');
    assert.equal(text({ amount: 0, basis: 'estimated', atLeast: false }), '~$0');
  });

  it('adds runs up, a simulated one changing nothing', () => {
    assert.equal(formatRunCost(addCosts([costOfRun(ended(reported)), costOfRun(ended(simulated))])), '$0.001');
    assert.equal(formatRunCost(addCosts([costOfRun(ended(reported)), costOfRun(ended(estimated))])), '~$0.003');
  });

  it('summarises models, cost and what went wrong in one line', () => {
    assert.equal(summarizeRun(ended(estimated, 'failed', 'cancelled')), '3 models · ~$0.002 · 1 failed · 1 stopped');
  });
});
