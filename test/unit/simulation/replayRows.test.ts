import assert from 'node:assert/strict';
import type { RunState } from '../../../src/core/run/state.ts';
import { gradedOf, replayRows } from '../../../src/core/simulation/replayRows.ts';
import { type Behaviour, finishedRun } from '../../support/finishedRun.ts';

const run = finishedRun(['a', 'b'], ['p', 'q'], () => ({ passed: true }));

/** The run with other fields for one of its targets, whose cells stay as they are. */
function withTarget(id: string, fields: Partial<RunState['targets'][number]>): RunState {
  return { ...run, targets: run.targets.map((target) => (target.id === id ? { ...target, ...fields } : target)) };
}

/** The run without an end for these cells, by case and target. */
function without(...gone: readonly string[]): RunState {
  const left = Object.entries(run.cells).map(([id, cell]) => {
    const planned = run.plan.find((one) => one.id === id);
    const isGone = gone.includes(`${planned?.caseId} ${planned?.target}`);
    return [id, isGone ? { ...cell, status: 'queued' as const } : cell] as const;
  });
  return { ...run, cells: Object.fromEntries(left) };
}

const modelsIn = (state: RunState) =>
  replayRows(state).rows.map(({ caseId, answers }) => [caseId, ...answers.keys()].join(' '));

describe('the rows that a simulation replays', () => {
  it('hold every model of the run', () => {
    assert.deepEqual(modelsIn(run), ['p fake/a fake/b', 'q fake/a fake/b']);
    assert.deepEqual(replayRows(run).models, ['fake/a', 'fake/b']);
  });

  it('leave out routes and older versions', () => {
    for (const fields of [{ version: 'base' as const }, { id: 'base fake/b' }, { id: 'route:r', model: 'route:r' }]) {
      const other = withTarget('fake/b', fields);
      assert.deepEqual(modelsIn(other), ['p fake/a', 'q fake/a']);
      assert.deepEqual(replayRows(other).models, ['fake/a']);
    }
  });

  it('name a model that lacks an end, and leave out what nobody has answered', () => {
    const data = replayRows(without('p fake/a'));
    assert.deepEqual(data.models, ['fake/b']);
    assert.deepEqual(data.incomplete, new Map([['fake/a', 1]]));
    assert.deepEqual(modelsIn(without('p fake/a', 'p fake/b')), ['q fake/a fake/b']);
    assert.deepEqual(replayRows(without('p fake/a', 'p fake/b')).models, ['fake/a', 'fake/b']);
  });

  it('take the wait behind our own requests out of the first word, too', () => {
    const shared = finishedRun(
      ['a'],
      Array.from({ length: 20 }, (_, index) => `p${index}`),
      (_model, prompt): Behaviour => {
        const atOnce = Number(prompt.slice(1)) < 10 ? 8 : 1;
        return { totalMs: 1000 * atOnce, firstTokenMs: 1000 * atOnce - 600, atOnce };
      },
    );
    const first = replayRows(shared).rows.map(({ answers }) => Math.round(answers.get('fake/a')?.firstTokenMs ?? -1));
    assert.deepEqual(new Set(first), new Set([400]));
  });

  it('say how an answer ended to the checks of a route', () => {
    const ended = finishedRun(['a'], ['p'], () => ({ finishReason: 'length' }));
    const [row] = replayRows(ended).rows;
    const answer = row?.answers.get('fake/a');
    assert.ok(row && answer);
    assert.equal(gradedOf(row, answer).finishReason, 'length');
    const { finishReason: _unsaid, ...cell } = answer.cell;
    assert.equal(gradedOf(row, { ...answer, cell }).finishReason, 'stop');
  });
});
