import assert from 'node:assert/strict';
import fc from 'fast-check';
import { applyChanges, type Matrix } from '../../../../src/core/results/matrix/matrix.ts';
import { casesByCell, casesOfRun } from '../../../../src/core/results/matrix/matrixCases.ts';
import { MatrixProjection, matrixOf, matrixRun } from '../../../../src/core/results/matrix/matrixProjection.ts';
import { rowDetail } from '../../../../src/core/results/matrix/matrixRowDetail.ts';
import { RunAccumulator } from '../../../../src/core/run/state.ts';
import {
  casesNamed,
  type Ending,
  evalStarted,
  eventsFor,
  madeRun,
  planned,
  ticketCase,
} from '../../../e2e/panel/matrixRuns.ts';

const rows = [ticketCase(0), ticketCase(1)];
const targets = ['a/one', 'b/two'];
const shape = { rows, targets };
const suite = {
  name: 'triage',
  file: '/prompts/triage.eval.yaml',
  prompts: [],
  targets: [],
  cases: [ticketCase(9), ...rows],
  derivedMetrics: [],
  repeat: 1,
  problems: [],
};

/** `pass 1`, `fail 0.5 label`: a cell as the tests write it. */
function shown(matrix: Matrix): string[][] {
  return matrix.rows.map(({ cells }) =>
    cells.map((cell) =>
      [cell?.outcome ?? 'none', cell?.score, cell?.note].filter((part) => part !== undefined).join(' '),
    ),
  );
}

describe('the matrix of a run', () => {
  it('has a row per case and a cell per target, each outcome apart, with what failed', () => {
    const endings: readonly Ending[] = ['pass', 'fail', 'error', 'refused'];
    const matrix = matrixOf(madeRun(shape, (_, index) => endings[index] ?? 'pass'));
    assert.deepEqual(shown(matrix), [
      ['pass 1', 'fail 0.5 label'],
      ['error 503', 'refused 0.5'],
    ]);
    assert.deepEqual(
      matrix.rows.map(({ number, label, metadata }) => [number, label, metadata['topic']]),
      [
        [1, 'My parcel arrived broken and nobody answers the phone.', 'damaged'],
        [2, 'Where is my refund? I sent the lamp back three weeks ago.', 'refund'],
      ],
    );
  });

  it('shows a run that was graded again under the cases of now', () => {
    const now = { ...ticketCase(0), id: 'other checks', description: 'A broken parcel' };
    const run = new RunAccumulator(madeRun(shape, () => 'fail').state);
    for (const { id, caseId } of madeRun(shape, () => 'fail').state.plan) {
      const verdict = { outcome: 'pass' as const, score: 1, reason: '', namedScores: {}, checks: [] };
      const regraded = caseId === rows[0]?.id ? { caseId: now.id } : {};
      run.add({ type: 'cell-graded', cell: id, at: 9, verdict, ...regraded });
    }
    const { state } = run;
    assert.ok(state);
    const cases = casesOfRun(state, { ...suite, cases: [now, ticketCase(1)] });
    const matrix = matrixOf({ state, cases });
    assert.deepEqual(
      matrix.rows.map(({ caseId, number, label }) => [caseId, number, label]),
      [
        ['other checks', 1, 'A broken parcel'],
        [rows[1]?.id, 2, 'Where is my refund? I sent the lamp back three weeks ago.'],
      ],
    );
    assert.deepEqual(shown(matrix), [
      ['pass 1', 'pass 1'],
      ['pass 1', 'pass 1'],
    ]);
    const byCell = casesByCell(state, cases);
    assert.deepEqual([...new Set(state.plan.map(({ id }) => byCell.get(id)?.id))], ['other checks', rows[1]?.id]);
  });

  it('tells what waits for its turn from what runs, and what was left when the run is over', () => {
    const endings: readonly Ending[] = ['queued', 'started', 'ungraded yet', 'pass'];
    const ending = (_: unknown, index: number) => endings[index] ?? 'pass';
    assert.deepEqual(shown(matrixOf(madeRun(shape, ending, { isRunning: true }))), [
      ['queued', 'running'],
      ['running', 'pass 1'],
    ]);
    assert.deepEqual(shown(matrixOf(madeRun(shape, ending, { outcome: 'budget' }))), [
      ['skipped', 'skipped'],
      ['ungraded', 'pass 1'],
    ]);
  });

  it('runs as soon as one of its repeats does', () => {
    const repeated = { rows: rows.slice(0, 1), targets: ['a/one'], repeats: 2 };
    const started = madeRun(repeated, ({ repeat }) => (repeat === 0 ? 'started' : 'queued'), { isRunning: true });
    assert.equal(matrixOf(started).rows[0]?.cells[0]?.outcome, 'running');
    assert.equal(matrixOf(madeRun(repeated, () => 'queued', { isRunning: true })).rows[0]?.cells[0]?.outcome, 'queued');
  });

  it('puts repeats together: the worst counts, both kinds make it flaky', () => {
    const matrix = matrixOf(
      madeRun({ rows: rows.slice(0, 1), targets, repeats: 3 }, ({ target, repeat }) =>
        target === 'a/one' && repeat === 1 ? 'fail' : 'pass',
      ),
    );
    const [flaky, steady] = matrix.rows[0]?.cells ?? [];
    assert.deepEqual(
      [flaky?.outcome, flaky?.repeats, flaky?.isFlaky, flaky?.score],
      ['fail', { total: 3, passed: 2, graded: 3 }, true, 0.833],
    );
    assert.deepEqual([steady?.outcome, steady?.isFlaky], ['pass', undefined]);
  });

  it('marks what has changed since the run before, by case or by inputs', () => {
    const before = madeRun(
      { ...shape, rows: [rows[0] ?? ticketCase(0), { ...ticketCase(1), id: 'before its checks changed' }] },
      () => 'pass',
    );
    const now = madeRun(shape, (_, index) => (index % 2 === 0 ? 'fail' : 'pass'));
    const matrix = matrixOf({ ...now, previous: before.state });
    assert.deepEqual(
      matrix.rows.map(({ cells }) => cells.map((cell) => cell?.isChanged ?? false)),
      [
        [true, false],
        [true, false],
      ],
    );
  });

  it('has no change where the run before had no result', () => {
    const before = madeRun(shape, () => 'cancelled', { outcome: 'cancelled' });
    const matrix = matrixOf({ ...madeRun(shape, () => 'pass'), previous: before.state });
    assert.ok(matrix.rows.every(({ cells }) => cells.every((cell) => !cell?.isChanged)));
  });

  it('leaves a place empty where a target does not run a case', () => {
    const { state, cases } = madeRun(shape, () => 'pass');
    const plan = state.plan.filter(({ caseId, target }) => !(caseId === 'case-1' && target === 'b/two'));
    assert.deepEqual(shown(matrixOf({ state: { ...state, plan }, cases })), [
      ['pass 1', 'pass 1'],
      ['pass 1', 'none'],
    ]);
  });

  it('has no row for a case of which nothing is known', () => {
    const { state, cases } = madeRun(shape, () => 'pass');
    const known = new Map([...cases].filter(([id]) => id !== 'case-0'));
    const matrix = matrixOf({ state, cases: known });
    assert.deepEqual(
      matrix.rows.map(({ caseId }) => caseId),
      ['case-1'],
    );
    assert.deepEqual(shown(matrix), [['pass 1', 'pass 1']]);
  });

  it('holds only the beginning of answers and of long inputs', () => {
    const long = { ...ticketCase(0), vars: { ticket: 'Word '.repeat(1000) } };
    const matrix = matrixOf(madeRun({ rows: [long], targets }, () => 'fail'));
    assert.ok(JSON.stringify(matrix).length < 1500, `${JSON.stringify(matrix).length}`);
    assert.ok(matrix.rows[0]?.cells.every((cell) => cell?.answer?.startsWith('In short') && cell.answer.length <= 100));
    assert.match(matrix.rows[0]?.searchText ?? '', /^word word/);
  });

  it('is kept by changes exactly as a new projection would be', () => {
    const all = planned({ ...shape, repeats: 2 });
    const endings = fc.constantFrom<Ending>('pass', 'fail', 'error', 'refused', 'cancelled', 'started', 'ungraded yet');
    const step = fc.record({ cell: fc.constantFrom(...all), ending: endings, ends: fc.boolean() });
    fc.assert(
      fc.property(fc.array(fc.array(step, { maxLength: 4 }), { maxLength: 8 }), (batches) => {
        const cases = casesNamed(rows);
        const previous = madeRun({ ...shape, repeats: 2 }, (_, index) => (index % 2 ? 'fail' : 'pass')).state;
        const accumulator = new RunAccumulator();
        accumulator.add(evalStarted({ ...shape, repeats: 2 }));
        const state = () => accumulator.state ?? assert.fail();
        const projection = new MatrixProjection({ state: state(), cases, previous });
        let kept = projection.matrix;
        for (const batch of batches) {
          const touched = new Set<string>();
          for (const { cell, ending, ends } of batch) {
            for (const event of eventsFor(cell, ending)) accumulator.add(event);
            if (ends) accumulator.add({ type: 'run-ended', runId: 'run-2', at: 9, outcome: 'done' });
            touched.add(cell.id);
          }
          const run = matrixRun(state());
          const changes = projection.update((id) => accumulator.cell(id), touched, run);
          kept = applyChanges(kept, changes, run);
          assert.deepEqual(kept, matrixOf({ state: state(), cases, previous }));
        }
      }),
      { numRuns: 60 },
    );
  });
});

describe('the cases of a run', () => {
  const { state } = madeRun(shape, () => 'pass');
  it('are those of the suite, at their place there', () => {
    assert.deepEqual(
      [...casesOfRun(state, suite)].map(([id, { number, testCase }]) => [id, number, testCase.place.file]),
      [
        ['case-0', 2, '/prompts/tickets.jsonl'],
        ['case-1', 3, '/prompts/tickets.jsonl'],
      ],
    );
  });

  it('are what the run remembers when the suite is gone', () => {
    const cases = casesOfRun(state, undefined);
    assert.deepEqual(cases.get('case-1')?.testCase.vars, rows[1]?.vars);
    assert.equal(casesByCell(state, cases).size, 4);
    const { testCase } = cases.get('case-1') ?? assert.fail();
    assert.equal(rowDetail('case-1', { testCase, number: 2 }, []).isInSuite, false);
  });

  it('are one per prompt where there are several, named by the prompt', () => {
    const render = () => ({ messages: [], text: '' });
    const prompts = ['short', 'long'].map((label) => ({ label, raw: '', parameters: {}, render }));
    const numbered = {
      ...state,
      plan: state.plan.map((cell) => ({ ...cell, caseId: `${cell.caseId}#2`, promptIndex: 1 })),
    };
    const cases = casesOfRun(numbered, { ...suite, prompts });
    assert.deepEqual(
      [...cases].map(([id, { prompt, testCase }]) => [id, prompt, testCase.id]),
      [
        ['case-0#2', 'long', 'case-0'],
        ['case-1#2', 'long', 'case-1'],
      ],
    );
  });
});

describe('the detail of a row', () => {
  it('names the checks as its verdicts count them, and cuts what is too long to read', () => {
    const row = { ...ticketCase(0), vars: { ticket: 'x'.repeat(9000), order: { id: 7 } } };
    const detail = rowDetail('case-0', { testCase: row, number: 1 }, []);
    assert.deepEqual(detail.checks, [
      { name: 'label', value: 'damaged' },
      { name: 'not-contains', value: 'as an AI' },
    ]);
    const set = { type: 'assert-set' as const, negated: false, value: 'unread', checks: [], threshold: 1 };
    const bare = { type: 'is-json' as const, negated: false };
    assert.deepEqual(rowDetail('case-0', { testCase: { ...row, checks: [set, bare] }, number: 1 }, []).checks, [
      { name: 'assert-set', value: '' },
      { name: 'is-json', value: '' },
    ]);
    assert.deepEqual(
      detail.vars.map(({ name, value }) => [name, value.length]),
      [
        ['ticket', 4001],
        ['order', 8],
      ],
    );
  });
});
