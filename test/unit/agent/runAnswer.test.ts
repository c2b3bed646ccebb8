import assert from 'node:assert/strict';
import { type RowsWanted, type RunToTell, runAnswer } from '../../../src/core/agent/answers/runAnswer.ts';
import { DataMarks } from '../../../src/core/agent/dataMarks.ts';
import { faultOf } from '../../../src/core/agent/readArguments.ts';
import { runOutput } from '../../../src/core/agent/runOutput.ts';
import type { Assertion } from '../../../src/core/dataset/suite.ts';
import { evalReport } from '../../../src/core/results/evalReport.ts';
import { evalCase } from '../../support/evalCase.ts';
import { type Behaviour, finishedRun } from '../../support/finishedRun.ts';

const check: Assertion = { type: 'equals', negated: false, value: 'late' };

/** The answer about a run of these cases on one model. */
function told(behaviours: Readonly<Record<string, Behaviour>>, wanted: RowsWanted = {}, more: Partial<RunToTell> = {}) {
  const names = Object.keys(behaviours);
  const state = finishedRun(['small'], names, (_model, name) => behaviours[name] ?? {});
  const cases = new Map(
    state.plan.map(({ id, caseId }) => [id, evalCase(caseId, { vars: { text: caseId }, checks: [check] })]),
  );
  const answer = runAnswer(
    {
      state,
      end: 'done',
      report: evalReport(state, cases),
      placeOf: (testCase) => `cases.jsonl:${names.indexOf(testCase.id) + 1}`,
      marks: new DataMarks('m'),
      leftToday: 1.5,
      notes: [],
      ...more,
    },
    wanted,
  );
  assert.equal(faultOf(runOutput, answer, ''), undefined);
  return answer;
}

const mixed = {
  a: { passed: true },
  b: { passed: false },
  c: { fails: 'timeout-total' },
  d: { passed: false, answer: 'early' },
} as const;

describe('what an agent is told of a run', () => {
  it('begins with the counts, the money and the next step', () => {
    const { summary, targets, usd, leftToday, cells, ended } = told(mixed);
    assert.equal(
      summary,
      '1 pass, 2 fail, 1 without a verdict of 4 cells; ~$3.00. After an edit: run_evals with only failed, then compare_versions.',
    );
    assert.deepEqual(targets, [
      { target: 'fake/small', passed: 1, graded: 3, rate: '33.3% (95%: 6.1% to 79.2%)', other: '1 error' },
    ]);
    assert.deepEqual([usd, leftToday, cells, ended], [3, 1.5, 4, 4]);
  });

  it('counts made-up rows apart where there are some', () => {
    const state = finishedRun(['small'], ['a', 'b'], (_model, name) => ({ passed: name === 'a' }));
    const report = evalReport(
      state,
      new Map(
        state.plan.map(({ id, caseId }) => [
          id,
          evalCase(caseId, { metadata: { source: caseId === 'a' ? 'edge' : 'log' } }),
        ]),
      ),
    );
    const { targets } = told({}, {}, { state, report });
    assert.equal(targets[0]?.origins, 'real 0 of 1 (0.0%), synthetic 1 of 1 (100.0%)');
  });

  it('shows failing rows first, then what errs, and passing ones only when they are asked for', () => {
    assert.deepEqual(
      told(mixed).rows.map(({ row, outcome }) => [row, outcome]),
      [
        [1, 'fail'],
        [3, 'fail'],
        [2, 'error'],
      ],
    );
    assert.deepEqual(
      told(mixed, { only: 'all' }).rows.map(({ row }) => row),
      [1, 3, 2, 0],
    );
    assert.deepEqual(
      told(mixed, { rows: [0, 3] }).rows.map(({ row }) => row),
      [0, 3],
    );
  });

  it('gives each row its place, and the texts of others between marks', () => {
    const [row] = told(mixed, { rows: [3] }).rows;
    assert.deepEqual(row, {
      row: 3,
      case: '<data-m>d</data-m>',
      caseId: 'd',
      place: 'cases.jsonl:4',
      target: 'fake/small',
      outcome: 'fail',
      reason: '<data-m></data-m>',
      answer: '<data-m>early</data-m>',
    });
  });

  it('counts failures by what found them, the most frequent first', () => {
    const { failures } = told({
      a: { fails: 'timeout-total' },
      b: { finishReason: 'length' },
      c: { fails: 'timeout-total' },
    });
    assert.deepEqual(failures, [
      { check: 'error: timeout-total', count: 2, row: 0 },
      { check: 'truncated', count: 1, row: 1 },
    ]);
  });

  it('comes in pages that hold every row once', () => {
    const many = Object.fromEntries(
      Array.from({ length: 60 }, (_, index) => [`case ${index}`, { passed: false, answer: 'x'.repeat(500) }]),
    );
    const rows: number[] = [];
    let page: string | undefined;
    do {
      const answer = told(many, page === undefined ? {} : { page });
      assert.ok(JSON.stringify(answer).length < 8_000);
      rows.push(...answer.rows.map(({ row }) => row));
      page = answer.more;
    } while (page !== undefined);
    assert.deepEqual(
      rows,
      Array.from({ length: 60 }, (_, index) => index),
    );
    assert.throws(() => told(many, { page: 'other:8' }), /no such page/);
  });

  it('cuts long answers, says so, and shows more of them on request', () => {
    const long = { a: { passed: false, answer: 'x'.repeat(1_000) } };
    const [row] = told(long).rows;
    assert.equal(row?.isCut, true);
    assert.match(row?.answer ?? '', /^<data-m>x{200}… \(800 more characters\)<\/data-m>$/);
    const [whole] = told(long, { detail: 'full' }).rows;
    assert.equal(whole?.isCut, undefined);
    assert.equal(whole?.answer, `<data-m>${'x'.repeat(1_000)}</data-m>`);
  });

  it('compares two answers line by line, and needs two that exist', () => {
    assert.match(told(mixed, { diff: [1, 3] }).diff ?? '', /^<data-m>```diff\n- ok\n\+ early\n```<\/data-m>$/);
    assert.throws(() => told(mixed, { diff: [1] }), /diff takes the numbers of two rows/);
    assert.throws(() => told(mixed, { diff: [1, 9] }), /The run has no row 9\./);
  });

  it('says how a run that is not over goes on', () => {
    const summary = (end: string) => told({ a: { passed: true } }, {}, { end }).summary;
    assert.match(summary('running'), /It goes on: read_results with run r1 and wait_seconds 20\.$/);
    assert.match(summary('unfinished'), /go on with run_evals and resume r1\.$/);
    assert.match(summary('cancelled'), /It was stopped: go on with run_evals and resume r1\.$/);
    assert.match(summary('budget'), /A limit stopped it before its end\.$/);
  });

  it('holds what the rows do not show', () => {
    assert.match(
      told(mixed, {}, { notes: ['2 parts were left out of the suite: see check_file.'] }).summary,
      /2 parts were left out/,
    );
  });
});
