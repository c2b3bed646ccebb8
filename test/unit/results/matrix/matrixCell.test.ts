import assert from 'node:assert/strict';
import type { EvalCase } from '../../../../src/core/dataset/suite.ts';
import type { Reading } from '../../../../src/core/grading/verdict.ts';
import { matrixOf } from '../../../../src/core/results/matrix/matrixProjection.ts';
import type { CellState } from '../../../../src/core/run/cellState.ts';
import { evalCase } from '../../../support/evalCase.ts';
import { finishedRun } from '../../../support/finishedRun.ts';

interface Shown {
  readonly testCase?: Partial<EvalCase>;
  readonly prompt?: string;
  readonly cell?: Partial<CellState>;
}

/** The only row of a run with one case and one model. */
function rowOf({ testCase = {}, prompt, cell = {} }: Shown) {
  const state = finishedRun(['a'], ['x'], () => ({ passed: true }));
  const cells = Object.fromEntries(Object.entries(state.cells).map(([id, known]) => [id, { ...known, ...cell }]));
  const found = { testCase: evalCase('x', testCase), number: 1, ...(prompt === undefined ? {} : { prompt }) };
  const [row] = matrixOf({ state: { ...state, cells }, cases: new Map([['x', found]]) }).rows;
  assert.ok(row);
  return row;
}

const verdictWith = (...readings: readonly Reading[]) => ({
  outcome: 'pass' as const,
  score: 1,
  reason: '',
  namedScores: {},
  checks: readings.map((reading) => ({ outcome: 'pass' as const, score: 1, reason: '', reading })),
});

const cellOf = (cell: Partial<CellState>) => rowOf({ cell }).cells[0];

describe('a cell of the results table', () => {
  it('holds how its answer was read as a label, for the matrix of confusions', () => {
    const label: Reading = { type: 'labels', name: 'kind', expected: ['late'], answered: ['re\nfund'] };
    assert.deepEqual(cellOf({ verdict: verdictWith(label) })?.readings, [
      { name: 'kind', expected: 'late', answered: 're fund' },
    ]);
  });

  it('holds no reading of a label that is none', () => {
    const record: Reading = { type: 'fields', name: 'kind', expected: { a: 1 }, answered: { a: 1 } };
    const silent: Reading = { type: 'labels', name: 'kind', expected: ['late'], answered: [] };
    assert.equal(cellOf({ verdict: verdictWith(record, silent) })?.readings, undefined);
    assert.equal(cellOf({ verdict: verdictWith() })?.readings, undefined);
  });

  it('has the status of a failure in its note, or else its code', () => {
    const error = { code: 'server-error', message: 'Oh no.', hint: '', action: 'retry', retryable: true } as const;
    assert.equal(cellOf({ status: 'failed', error: { ...error, status: 503 } })?.note, '503');
    assert.equal(cellOf({ status: 'failed', error })?.note, 'server-error');
  });

  it('has cost and time with four digits and whole milliseconds, and neither where nobody knows them', () => {
    const priced = cellOf({
      cost: { amount: 0.001234567, basis: 'estimated', atLeast: false },
      timing: { totalMs: 12.6 },
    });
    assert.deepEqual([priced?.cost, priced?.ms], [0.001235, 13]);
    const { cells } = rowOf({});
    assert.deepEqual([cells[0]?.cost, cells[0]?.ms, cells[0]?.score], [1, 100, 1]);
    assert.equal(cellOf({ status: 'cancelled' })?.score, undefined, 'what was stopped has no score');
  });
});

describe('a row of the results table', () => {
  it('is named by its prompt too where there are several', () => {
    assert.equal(rowOf({ prompt: 'short\none' }).label, 'short one: x');
    assert.equal(rowOf({}).label, 'x');
  });

  it('can be grouped by short metadata, of twelve keys at most', () => {
    const long = 'l'.repeat(81);
    const metadata = { topic: 'late', count: 3, nested: { a: 1 }, long, [long]: 'x', edge: 'e'.repeat(80) };
    assert.deepEqual(rowOf({ testCase: { metadata } }).metadata, {
      topic: 'late',
      count: '3',
      nested: '{"a":1}',
      edge: 'e'.repeat(80),
    });
    const many = Object.fromEntries(Array.from({ length: 14 }, (_, index) => [`k${index}`, 'v']));
    assert.equal(Object.keys(rowOf({ testCase: { metadata: many } }).metadata).length, 12);
  });
});
