import assert from 'node:assert/strict';
import { comparesVersions, markOf, resultSentence, scoreOf } from '../../../src/core/results/runListing.ts';
import type { RunState } from '../../../src/core/run/state.ts';
import { type Behaviour, finishedRun } from '../../support/finishedRun.ts';

function runWith(...behaviours: readonly Behaviour[]): RunState {
  const prompts = behaviours.map((_, index) => `case ${index}`);
  return finishedRun(['one'], prompts, (_, prompt) => behaviours[prompts.indexOf(prompt)] ?? {});
}

const pass: Behaviour = { passed: true };
const fail: Behaviour = { passed: false };
const error: Behaviour = { fails: 'invalid-key' };

describe('a run in a list', () => {
  it('is marked by its worst row', () => {
    assert.equal(markOf(runWith(pass, pass)), 'passed');
    assert.equal(markOf(runWith(pass, fail)), 'failed');
    assert.equal(markOf(runWith(pass, fail, error)), 'errors');
  });

  it('has not passed while a row was never graded', () => {
    assert.equal(markOf(runWith(pass, {})), 'failed');
    assert.equal(resultSentence(runWith(pass, {})), '1 of 2 passed, 1 not graded');
  });

  it('counts rows that wait for a person apart from those that nobody could grade', () => {
    const state = runWith(pass, fail);
    const [, last] = Object.entries(state.cells);
    assert.ok(last);
    const waits = { outcome: 'ungraded', score: 0, reason: 'It waits.', awaitsPerson: true } as const;
    const verdict = { outcome: 'ungraded', score: 0, reason: 'It waits.', namedScores: {}, checks: [waits] } as const;
    const waiting = { ...state, cells: { ...state.cells, [last[0]]: { ...last[1], verdict } } };
    assert.equal(resultSentence(waiting), '1 of 2 passed, 1 waiting for a person');
    assert.equal(markOf(waiting), 'failed');
  });

  it('has not passed when it was cut off', () => {
    const state = runWith(pass, pass);
    assert.equal(markOf({ ...state, status: 'cancelled' }), 'stopped');
    assert.equal(markOf({ ...state, status: 'submitted' }), 'waiting');
    assert.equal(markOf({ ...state, status: 'running' }), 'running');
  });

  it('says its score in front, and a comparison has none', () => {
    assert.equal(scoreOf(runWith(pass, fail, error)), '1/3');
    const { kind: _eval, ...comparison } = runWith(pass);
    assert.equal(scoreOf(comparison), undefined);
    assert.equal(markOf(comparison), 'passed');
  });

  it('has no score while all of its answers are away in batch jobs', () => {
    const { cells, ...rest } = runWith(pass, pass);
    const away = Object.fromEntries(
      Object.entries(cells).map(([id, cell]) => [id, { ...cell, status: 'queued' as const }]),
    );
    assert.equal(scoreOf({ ...rest, cells: away, status: 'submitted' }), undefined);
    assert.equal(scoreOf({ ...rest, cells, status: 'submitted' }), '2/2');
  });

  it('says in a sentence what passed and what could not be answered', () => {
    assert.equal(resultSentence(runWith(pass, fail, error)), '1 of 3 passed, 1 could not be answered');
  });

  it('has not passed while parts of its suite were left out, and counts what nobody checked apart', () => {
    const problem = {
      file: 'a.csv',
      line: 2,
      column: 1,
      severity: 'error',
      code: 'ragged-row',
      message: 'Ragged.',
    } as const;
    const state = { ...runWith(pass), problems: [problem] };
    assert.equal(markOf(state), 'incomplete');
    assert.equal(resultSentence(state), '1 of 1 passed, 1 part of the suite left out');
    assert.equal(markOf({ ...state, problems: [{ ...problem, severity: 'warning' }] }), 'passed');
  });

  it('is one of the gate when a column is a model at another version', () => {
    const state = runWith(pass);
    assert.equal(comparesVersions(state), false);
    const target = { id: 'fake/one @ HEAD', model: 'fake/one', parameters: {} };
    assert.equal(comparesVersions({ kind: 'eval', targets: [...state.targets, target] }), true);
    assert.equal(comparesVersions({ targets: [...state.targets, target] }), false, 'columns of the compare panel');
  });
});

describe('an improvement in a list of runs', () => {
  it('has passed once it has a result, and was stopped before', () => {
    const state: RunState = { ...runWith(pass), kind: 'improve', status: 'done' };
    assert.equal(markOf(state), 'stopped');
    assert.equal(markOf({ ...state, improvement: { proposals: [] } }), 'stopped');
    assert.equal(markOf({ ...state, status: 'running' }), 'running');
  });
});

describe('a run that was stopped before all rows had an end', () => {
  it('is stopped, whatever the others came to', () => {
    const state = runWith(pass, fail);
    const [, last] = Object.entries(state.cells);
    assert.ok(last);
    for (const status of ['queued', 'cancelled'] as const) {
      const cells: RunState['cells'] = { ...state.cells, [last[0]]: { ...last[1], status } };
      assert.equal(markOf({ ...state, cells }), 'stopped');
      assert.equal(resultSentence({ ...state, cells }), '1 of 2 passed, 1 not run');
      const { kind: _eval, ...comparison } = { ...state, cells };
      assert.equal(markOf(comparison), 'stopped');
    }
  });
});
