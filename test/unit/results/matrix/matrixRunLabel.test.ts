import assert from 'node:assert/strict';
import { evalRunLabel } from '../../../../src/core/results/matrix/matrixRunLabel.ts';
import type { BatchState } from '../../../../src/core/run/batchState.ts';
import type { RunState } from '../../../../src/core/run/state.ts';
import { type Behaviour, finishedRun } from '../../../support/finishedRun.ts';

/** A run of models that behave so on each row; undefined rows had no turn. */
function runOf(...rows: readonly (Behaviour | undefined)[]): RunState {
  const prompts = rows.map((_, index) => `${index}`);
  const state = finishedRun(['a'], prompts, (_model, prompt) => rows[Number(prompt)] ?? {});
  const cells = Object.entries(state.cells).map(([id, cell]) => {
    const { verdict: _verdict, ...bare } = cell;
    return [id, rows[Number(cell.caseId)] === undefined ? { ...bare, status: 'queued' as const } : cell] as const;
  });
  return { ...state, cells: Object.fromEntries(cells) };
}

const job: BatchState = {
  ...{
    name: 'j',
    model: 'fake/a',
    purpose: 'answers',
    requests: [],
    preparedAt: 0,
    status: 'running',
    isCollected: false,
  },
};
const [pass, fail, error]: readonly Behaviour[] = [{ passed: true }, { passed: false }, { fails: 'server-error' }];

describe('the line of a run in a list', () => {
  it('has what passed, the models and the cost', () => {
    assert.equal(evalRunLabel(runOf(pass, fail)), '1 of 2 passed · 1 model · ~$2.00');
  });

  it('has errors and rows that had no turn, where there are some', () => {
    assert.equal(evalRunLabel(runOf(pass, error)), '1 of 2 passed · 1 model · ~$1.00 · 1 error');
    assert.equal(evalRunLabel(runOf(pass, undefined, undefined)), '1 of 3 passed · 1 model · ~$1.00 · 2 not run');
    assert.equal(evalRunLabel(runOf(undefined, undefined)), '0 of 2 passed · 1 model · $0 · 2 not run');
  });

  it('says what is away in batch jobs, and no result while all of it is', () => {
    const away = (state: RunState, more: Partial<BatchState> = {}) =>
      evalRunLabel({ ...state, batches: { j: { ...job, ...more } } });
    assert.equal(away(runOf(undefined, undefined)), '1 batch job under way · 2 answers to come · 1 model');
    assert.equal(
      away(runOf(pass, undefined)),
      '1 of 2 passed · 1 model · ~$1.00 · 1 batch job under way · 1 not there yet',
    );
    assert.equal(away(runOf(undefined), { isCollected: true }), '0 of 1 passed · 1 model · $0 · 1 not run');
  });
});
