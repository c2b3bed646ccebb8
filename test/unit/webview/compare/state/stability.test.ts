import assert from 'node:assert/strict';
import type { CellState, CellStatus } from '../../../../../src/core/run/cellState.ts';
import { stabilityOf, stabilityText } from '../../../../../src/webview/compare/state/stability.ts';
import type { Column } from '../../../../../src/webview/panel/column.ts';

function cell(repeat: number, text: string, more: Partial<CellState> = {}): CellState {
  return {
    id: `c-${repeat}`,
    target: 'a/b',
    caseId: 'inputs',
    repeat,
    status: 'done',
    text,
    reasoning: '',
    toolCalls: [],
    warnings: [],
    attempt: 1,
    ...more,
  };
}

function textFor(repeats: readonly CellState[]): string | undefined {
  const column: Column = {
    target: 'a/b',
    model: 'a/b',
    label: 'b',
    provider: 'a',
    isSimulated: false,
    isBase: true,
    cell: repeats[0],
    ...(repeats.length > 1 ? { repeats } : {}),
  };
  const stability = stabilityOf(column);
  return stability && stabilityText(stability);
}

const graded = (outcome: 'pass' | 'fail'): Partial<CellState> => ({
  verdict: {
    outcome,
    score: outcome === 'pass' ? 1 : 0,
    reason: '',
    namedScores: {},
    checks: [{ outcome, score: 1, reason: '' }],
  },
});

describe('the stability of a column', () => {
  it('is said of several answers only', () => {
    assert.equal(textFor([cell(0, 'Yes')]), undefined);
  });

  it('says how many texts are the same, whatever their capitals and spaces', () => {
    assert.equal(textFor([cell(0, 'Yes'), cell(1, ' yes '), cell(2, 'No')]), '2 of 3 are the same');
    assert.equal(textFor([cell(0, 'Yes'), cell(1, 'Maybe'), cell(2, 'No')]), 'no two are the same');
  });

  it('names the field on which JSON answers differ most', () => {
    const answers = ['{"label":"a","urgent":true}', '{"label":"b","urgent":true}', '{"label":"a","urgent":true}'];
    assert.equal(textFor(answers.map((text, repeat) => cell(repeat, text))), '2 of 3 agree on label');
    assert.equal(textFor([0, 1].map((repeat) => cell(repeat, '{"label":"a"}'))), '2 of 2 agree on every field');
  });

  it('counts how many passed their checks', () => {
    const answers = [cell(0, 'a', graded('pass')), cell(1, 'b', graded('fail')), cell(2, 'a', graded('pass'))];
    assert.equal(textFor(answers), '2 of 3 pass · 2 of 3 are the same');
  });

  it('waits for the answers that are still to come, and counts those that failed as no answer', () => {
    const running = (status: CellStatus) => cell(2, '', { status });
    assert.equal(textFor([cell(0, 'a'), cell(1, 'a'), running('streaming')]), '2 of 3 answered');
    assert.equal(textFor([cell(0, 'a'), cell(1, 'a'), running('failed')]), '2 of 3 answered · 2 of 2 are the same');
  });
});
