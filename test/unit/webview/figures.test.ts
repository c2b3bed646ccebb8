import assert from 'node:assert/strict';
import type { CellState } from '../../../src/core/run/state.ts';
import {
  costLine,
  formatCount,
  formatDuration,
  formatPercent,
  formatRunningTime,
  formatSize,
  spokenCost,
  timeFigures,
  tokenFigures,
} from '../../../src/webview/figures.ts';

function cell(change: Partial<CellState>): CellState {
  const empty = {
    id: 'c',
    target: 't',
    caseId: 'k',
    repeat: 0,
    text: '',
    reasoning: '',
    toolCalls: [],
    warnings: [],
    attempt: 1,
  };
  return { ...empty, status: 'done', ...change };
}

describe('the figures of a column', () => {
  it('give times with at most three significant digits', () => {
    assert.deepEqual([4, 61, 412, 1930, 12_340, 91_400].map(formatDuration), [
      '<0.01 s',
      '0.06 s',
      '0.41 s',
      '1.9 s',
      '12.3 s',
      '1 min 31 s',
    ]);
    assert.deepEqual([0, 3240, 59_940, 61_000].map(formatRunningTime), ['0.0 s', '3.2 s', '59.9 s', '1 min 1 s']);
  });

  it('shorten large counts', () => {
    assert.deepEqual([0, 187, 9999, 12_345, 1_048_576].map(formatCount), ['0', '187', '9999', '12.3k', '1.05M']);
    assert.deepEqual([200_000, 10_240_000].map(formatSize), ['200 kB', '10.2 MB']);
  });

  it('call only equal texts 100 % alike', () => {
    assert.deepEqual([0, 0.001, 0.834, 0.9999, 1].map(formatPercent), ['0 %', '1 %', '83 %', '99 %', '100 %']);
  });

  it('say when the first token came, how long all took and how fast it was', () => {
    const timing = { firstTokenMs: 412, totalMs: 2360 };
    assert.equal(
      timeFigures(cell({ timing, usage: { outputTokens: 187 } })).join(' · '),
      '0.41 s to first token · 2.4 s · 96 tok/s',
    );
    assert.equal(timeFigures(cell({ timing })).join(' · '), '0.41 s to first token · 2.4 s');
    assert.equal(timeFigures(cell({ timing: { totalMs: 820 } })).join(' · '), '0.82 s');
  });

  it('say what is known of tokens, and that the rest is not', () => {
    const usage = { inputTokens: 412, cachedInputTokens: 300, outputTokens: 187, reasoningTokens: 64 };
    assert.equal(tokenFigures(usage).join(' · '), '412 in (300 cached) · 187 out (64 reasoning)');
    assert.equal(tokenFigures({ inputTokens: 5 }).join(' · '), '5 in · unknown out');
    assert.equal(tokenFigures(undefined).join(' · '), 'tokens unknown');
  });

  it('mark estimated money, lower bounds, and a missing price', () => {
    assert.equal(costLine(cell({ cost: { amount: 0.0011, basis: 'reported', atLeast: false } })), '$0.0011');
    assert.equal(costLine(cell({ cost: { amount: 0.0011, basis: 'estimated', atLeast: true } })), 'at least ~$0.0011');
    assert.equal(costLine(cell({})), 'price unknown');
  });

  it('speak of cents', () => {
    assert.deepEqual([0, 0.0011, 0.25, 2.5].map(spokenCost), ['free', '0.1 cents', '30 cents', '2.50 dollars']);
  });
});
