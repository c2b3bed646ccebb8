import assert from 'node:assert/strict';
import type { VerdictOutcome } from '../../../src/core/grading/verdict.ts';
import type { FinishReason } from '../../../src/core/messages.ts';
import { outcomeOf } from '../../../src/core/results/outcome.ts';
import type { CellState, CellStatus } from '../../../src/core/run/cellState.ts';

const cell = (status: CellStatus, changes: Partial<CellState> = {}): CellState => ({
  id: 'c',
  target: 't',
  caseId: 'a',
  repeat: 0,
  status,
  text: '',
  reasoning: '',
  toolCalls: [],
  warnings: [],
  attempt: 1,
  ...changes,
});
const answer = (finishReason: FinishReason, outcome?: VerdictOutcome) =>
  outcomeOf(
    cell('done', {
      finishReason,
      ...(outcome ? { verdict: { outcome, score: 0, reason: '', namedScores: {}, checks: [] } } : {}),
    }),
  );

describe('outcomeOf', () => {
  it('takes the verdict on a whole answer', () => {
    assert.deepEqual(
      [answer('stop', 'pass'), answer('stop', 'fail'), answer('stop', 'ungraded'), answer('stop', 'error')],
      ['pass', 'fail', 'ungraded', 'error'],
    );
  });

  it('keeps a refusal and a cut answer apart from a wrong one, unless the checks wanted them', () => {
    assert.deepEqual(
      [answer('refusal', 'fail'), answer('content-filter'), answer('length', 'fail'), answer('refusal', 'pass')],
      ['refused', 'refused', 'truncated', 'pass'],
    );
  });

  it('never takes what was not asked, stopped or broken for a wrong answer', () => {
    assert.deepEqual([cell('queued'), cell('retrying'), cell('cancelled'), cell('failed')].map(outcomeOf), [
      'skipped',
      'skipped',
      'cancelled',
      'error',
    ]);
  });

  it('has no verdict on an answer that nobody has graded', () => {
    assert.equal(answer('stop'), 'ungraded');
  });
});
