import assert from 'node:assert/strict';
import type { AnswerVerdict } from '../../../src/core/grading/verdict.ts';
import type { CellState } from '../../../src/core/run/cellState.ts';
import { leftToJournal } from '../../../src/core/run/leftToJournal.ts';

const cell: CellState = {
  ...{ id: 'c', target: 'm', caseId: 'k', repeat: 0, status: 'done', attempt: 1 },
  ...{ text: 'long', reasoning: 'longer', toolCalls: [{ id: '1', name: 'look_up', input: {} }], warnings: [] },
};
const check = { outcome: 'pass', score: 1, reason: 'Expected “a”, as it is.' } as const;
const passed: AnswerVerdict = {
  ...{ outcome: 'pass', score: 1, reason: 'All checks passed.' },
  namedScores: {},
  checks: [],
};

function left(verdict: AnswerVerdict): AnswerVerdict | undefined {
  return leftToJournal({ ...cell, verdict }).verdict;
}

describe('leftToJournal', () => {
  it('keeps no text', () => {
    const { text, reasoning, toolCalls, isInJournal } = leftToJournal(cell);
    assert.deepEqual([text, reasoning, toolCalls, isInJournal], ['', '', [], true]);
  });

  it('gives all cells that have passed with nothing else to say the same verdict', () => {
    assert.deepEqual(left({ ...passed, checks: [check] }), passed);
    assert.equal(left({ ...passed, checks: [check] }), left({ ...passed, checks: [check, check] }));
  });

  it('keeps every score, word and reading of any other verdict', () => {
    const reading = { type: 'labels', name: 'label', expected: ['a'], answered: ['a'] } as const;
    const others: AnswerVerdict[] = [
      { ...passed, score: 0.9 },
      { ...passed, reason: '2 of 3 checks passed.' },
      { ...passed, namedScores: { tone: 1 } },
      { ...passed, namedWeights: { tone: 2 } },
      { ...passed, isUnchecked: true },
      { ...passed, outcome: 'fail' },
      { ...passed, checks: [{ outcome: 'pass', score: 1, reason: '', reading }] },
    ];
    assert.deepEqual(others.map(left), others);
  });
});
