import assert from 'node:assert/strict';
import type { CellState } from '../../../../src/core/run/cellState.ts';
import { formatSize, spokenCost, timeFigures, tokenFigures } from '../../../../src/webview/panel/figures.ts';

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
  it('give the size of a text', () => {
    assert.deepEqual([200_000, 10_240_000].map(formatSize), ['200 kB', '10.2 MB']);
  });

  it('say when the first token came, how long all took and how fast it was', () => {
    const timing = { firstTokenMs: 412, totalMs: 2360 };
    assert.equal(
      timeFigures(cell({ timing, usage: { outputTokens: 187 } })).join(' · '),
      '2.4 s · 96 tok/s · 0.41 s to first token',
    );
    assert.equal(timeFigures(cell({ timing })).join(' · '), '2.4 s · 0.41 s to first token');
    assert.equal(timeFigures(cell({ timing: { totalMs: 820 } })).join(' · '), '0.82 s');
    assert.equal(timeFigures(cell({ timing: { totalMs: 820, atOnce: 1 } })).join(' · '), '0.82 s');
    assert.equal(timeFigures(cell({ timing: { totalMs: 820, atOnce: 3 } })).join(' · '), '0.82 s (3 at once)');
  });

  it('say of a failure how long all of its tries took', () => {
    const failed = { status: 'failed', timing: { totalMs: 100 } } as const;
    assert.deepEqual(timeFigures(cell({ ...failed, triedMs: 10_200, attempt: 5 })), ['10.2 s in 5 tries']);
    assert.deepEqual(timeFigures(cell({ ...failed, triedMs: 120, attempt: 1 })), ['0.12 s']);
    assert.deepEqual(timeFigures(cell(failed)), ['0.10 s']);
  });

  it('say what is known of tokens, and that the rest is not', () => {
    const usage = { inputTokens: 412, cachedInputTokens: 300, outputTokens: 187, reasoningTokens: 64 };
    assert.equal(tokenFigures(usage).join(' · '), '412 tokens in (300 cached) · 187 out (64 reasoning)');
    assert.equal(tokenFigures({ inputTokens: 5 }).join(' · '), '5 tokens in · unknown out');
    assert.equal(tokenFigures(undefined).join(' · '), 'tokens unknown');
  });

  it('speak of cents', () => {
    assert.deepEqual([0, 0.0011, 0.25, 2.5].map(spokenCost), ['free', '0.1 cents', '30 cents', '2.50 dollars']);
  });
});
