import assert from 'node:assert/strict';
import { readSuite } from '../../../src/core/dataset/readSuite.ts';
import { planSuite, type SuitePlan } from '../../../src/core/plan/planSuite.ts';
import { cellsNotPassed } from '../../../src/core/results/cellsNotPassed.ts';
import type { RunEvent } from '../../../src/core/run/events.ts';
import { foldAll, type RunState } from '../../../src/core/run/state.ts';
import { memoryFiles } from '../dataset/memoryFiles.ts';

async function plan(prompt: string, cases: string, models = 'providers: [one]'): Promise<SuitePlan> {
  const yaml = `prompts: ["${prompt}"]\n${models}\ntests:\n${cases}`;
  const providers = { one: 'fake/one' };
  const suite = await readSuite('promptfooconfig.yaml', memoryFiles({ 'promptfooconfig.yaml': yaml }), { providers });
  assert.deepEqual(suite.problems, []);
  return planSuite(suite, { runId: 'r', promptVersion: 'v', name: 's' });
}

/** A run of the plan in which every cell got an end, in the order of the plan. */
function runOf(
  { plan: { cells, ...rest } }: SuitePlan,
  ends: readonly ('pass' | 'fail' | 'error' | 'none')[],
): RunState {
  const events = cells.flatMap((cell, index): RunEvent[] => {
    const head = { cell: cell.id, at: 1, target: cell.target, model: 'fake/one' };
    const end = ends[index] ?? 'none';
    if (end === 'none') return [];
    const usage = { usage: null, cost: null, timing: { totalMs: 1 }, attempts: 1 };
    if (end === 'error') {
      const error = { code: 'server-error', message: '', hint: '', action: 'retry', retryable: true } as const;
      return [{ type: 'cell-failed', ...head, ...usage, error, partial: '' }];
    }
    const answer = {
      answer: 'a',
      toolCalls: [],
      servedModel: null,
      requestId: null,
      rawFinishReason: null,
      warnings: [],
    };
    const verdict = { outcome: end, score: 1, reason: '', namedScores: {}, checks: [] };
    return [
      { type: 'cell-done', ...head, ...usage, ...answer, finishReason: 'stop' },
      { type: 'cell-graded', cell: cell.id, at: 2, verdict },
    ];
  });
  const state = foldAll([{ type: 'run-started', at: 0, ...rest, cells }, ...events]);
  assert.ok(state);
  return state;
}

const three = '  - vars: {q: a}\n  - vars: {q: b}\n  - vars: {q: c}\n';

describe('cellsNotPassed', () => {
  const askedIn = ({ needed }: ReturnType<typeof cellsNotPassed>) => needed.map(({ inputs }) => inputs['q']);

  it('takes what failed, erred or never had its turn', async () => {
    const planned = await plan('{{q}}', three);
    assert.deepEqual(askedIn(cellsNotPassed(planned, runOf(planned, ['pass', 'fail', 'error']))), ['b', 'c']);
    assert.deepEqual(askedIn(cellsNotPassed(planned, runOf(planned, ['none', 'pass', 'pass']))), ['a']);
    assert.deepEqual(askedIn(cellsNotPassed(planned, runOf(planned, ['pass', 'pass', 'pass']))), []);
  });

  it('knows a case again after its prompt was rewritten, and leaves out what the run did not ask', async () => {
    const earlier = runOf(await plan('{{q}}', three), ['pass', 'fail', 'fail']);
    const now = await plan('Say {{q}}', `${three}  - vars: {q: new}\n`);
    assert.deepEqual(askedIn(cellsNotPassed(now, earlier)), ['b', 'c']);
  });

  it('asks once more for the answers that a failed prompt is made of', async () => {
    const stored =
      '  - vars: {q: a}\n    options: {storeOutputAs: first}\n  - vars: {q: b}\n  - vars: {q: "c {{first}}"}\n';
    const planned = await plan('{{q}}', stored);
    const { failed, needed } = cellsNotPassed(planned, runOf(planned, ['pass', 'pass', 'fail']));
    assert.deepEqual([failed.length, needed.map(({ inputs }) => inputs['q'])], [1, ['a', 'c {{first}}']]);
  });

  it('asks a compared row as a whole', async () => {
    const compared = '  - vars: {q: a}\n    assert: [{type: max-score}, contains:a]\n  - vars: {q: b}\n';
    const planned = await plan('{{q}}', compared, 'providers: [one, {id: one, label: two}]');
    const { needed } = cellsNotPassed(planned, runOf(planned, ['pass', 'fail', 'pass', 'pass']));
    assert.deepEqual(
      needed.map(({ target, inputs }) => [target, inputs['q']]),
      [
        ['fake/one', 'a'],
        ['two', 'a'],
      ],
    );
  });
});
