import assert from 'node:assert/strict';
import type { Assertion } from '../../../src/core/dataset/suite.ts';
import { PolypromptError } from '../../../src/core/errors.ts';
import { type CellsToRun, executeCells } from '../../../src/core/execute/execute.ts';
import type { AnswerCache, ExecuteContext } from '../../../src/core/execute/executeContext.ts';
import { answersToGrade } from '../../../src/core/execute/resume.ts';
import { gradeAnswer } from '../../../src/core/grading/gradeAnswer.ts';
import { planRun, targetsFor } from '../../../src/core/plan/plan.ts';
import { Budget } from '../../../src/core/pricing/budget.ts';
import { costOfRun, formatRunCost } from '../../../src/core/results/summary.ts';
import type { CellGrading } from '../../../src/core/run/cellGrading.ts';
import { RunAccumulator } from '../../../src/core/run/state.ts';
import { FakeClock } from '../../support/fakeClock.ts';
import { check } from '../../support/grading.ts';
import { done, fail, pause, type Step, scriptedRegistry, text, usage } from '../../support/scriptedProvider.ts';
import { quietEnvironment } from '../../support/sessionContext.ts';

const answer: readonly Step[] = [pause(10), text('An answer.'), usage, done];
const yes: readonly Step[] = [pause(10), text('{"pass": true, "score": 1, "reason": "Fine."}'), usage, done];
const rubric = check('llm-rubric', 'is polite', { judge: 'fake/judge' });
/** One cent per call of 10 and 5 tokens. */
const price = { input: 1000, output: 0 };

interface Setting {
  readonly judge: readonly (readonly Step[])[];
  readonly checks?: readonly Assertion[];
  readonly cases?: number;
  readonly work?: Partial<CellsToRun>;
  readonly more?: Partial<ExecuteContext>;
}

function evaluate({ judge, checks = [rubric], cases = 1, work = {}, more = {} }: Setting) {
  const clock = new FakeClock();
  const registry = scriptedRegistry(clock, { one: [answer], judge });
  const plan = planRun({
    runId: '20260101-000000-test',
    prompt: 'p.prompt',
    promptVersion: 'v',
    targets: targetsFor(['fake/one'], {}),
    cases: Array.from({ length: cases }, (_, row) => ({
      caseId: `case ${row}`,
      inputs: { row },
      messages: [{ role: 'user', parts: [{ type: 'text', text: `Say ${row}.` }] }],
    })),
  });
  const run = new RunAccumulator();
  run.add({ type: 'run-started', at: 0, ...plan });
  const grading: CellGrading = {
    grade: (cell, result, desk) =>
      gradeAnswer({ output: `${result.answer} ${cell.caseId}`, vars: {}, prompt: '' }, checks, { judge: desk }),
  };
  const context: ExecuteContext = {
    registry,
    catalog: { entries: new Map(['fake/one', 'fake/judge'].map((id) => [id, { id, price }])) },
    environment: quietEnvironment(clock),
    lanes: { start: 2, max: 2 },
    grading,
    emit: (event) => run.add(event),
    ...more,
  };
  const handle = executeCells(context, { targets: plan.targets, cells: plan.cells, ...work });
  const state = () => {
    assert.ok(run.state);
    return run.state;
  };
  return {
    clock,
    handle,
    state,
    asked: (model: string) => registry.calls.filter((call) => call.model === model).length,
    cells: () => Object.values(state().cells),
  };
}

describe('judges in a run', () => {
  it('are models, never a route', async () => {
    const run = evaluate({ judge: [yes], checks: [check('llm-rubric', 'is polite', { judge: 'route:r' })] });
    await run.clock.advance(1000);
    const [cell] = run.cells();
    assert.equal(cell?.verdict?.outcome, 'ungraded');
    assert.match(cell?.verdict?.reason ?? '', /route:r is a route: a judge is always the same model/);
  });

  it('wait in the lane of their model and are paid for, apart from the answers', async () => {
    const run = evaluate({ judge: [yes], cases: 5 });
    await run.clock.advance(1000);
    assert.equal(await run.handle.ended, 'done');
    const [cell] = run.cells();
    assert.deepEqual([cell?.verdict?.outcome, cell?.verdict?.reason], ['pass', 'All checks passed.']);
    assert.deepEqual(cell?.judging, {
      calls: 1,
      cached: 0,
      cost: { amount: 0.01, basis: 'estimated', atLeast: false },
      unknownCost: 0,
    });
    assert.deepEqual(
      run.handle.lanes().map((lane) => lane.model),
      ['fake/one', 'fake/judge'],
    );
    const cost = costOfRun(run.state());
    assert.deepEqual([cost.amount.toFixed(4), cost.judges.toFixed(4)], ['0.1000', '0.0500']);
    assert.equal(formatRunCost(cost), '~$0.10');
  });

  it('are tried again like every call', async () => {
    const busy = new PolypromptError('overloaded', 'Busy.', { retryable: true });
    const run = evaluate({ judge: [[fail(busy)], [text('{"pass"'), fail(busy)], yes] });
    for (let second = 0; second < 60; second++) await run.clock.advance(1000);
    await run.handle.ended;
    assert.equal(run.asked('judge'), 3);
    assert.equal(run.cells()[0]?.verdict?.outcome, 'pass');
    // The second attempt broke off in the middle: it was charged something.
    assert.equal(run.cells()[0]?.judging?.unknownCost, 1);
  });

  it('are answered from the cache where the very same was asked, and never after an answer out of form', async () => {
    const stored = new Map<string, Parameters<AnswerCache['set']>[1]>();
    const cache: AnswerCache = { get: (key) => stored.get(key), set: (key, result) => stored.set(key, result) };
    const judge = [[pause(10), text('Well …'), usage, done], yes];
    const first = evaluate({ judge, more: { cache } });
    await first.clock.advance(1000);
    await first.handle.ended;
    assert.deepEqual([first.asked('judge'), first.cells()[0]?.verdict?.outcome], [2, 'pass']);
    const second = evaluate({ judge: [], more: { cache } });
    await second.clock.advance(1000);
    await second.handle.ended;
    assert.deepEqual(second.cells()[0]?.judging, { calls: 2, cached: 2, cost: null, unknownCost: 0 });
    assert.equal(second.cells()[0]?.verdict?.outcome, 'pass');
  });

  it('whose lane stops leave the answers ungraded, at once and to be graded by a resumed run (fault 2)', async () => {
    const locked = new PolypromptError('invalid-key', 'The key is wrong.');
    const run = evaluate({ judge: [[fail(locked)]], cases: 6 });
    await run.clock.advance(1000);
    assert.equal(await run.handle.ended, 'stopped');
    assert.deepEqual(
      run.cells().map(({ status, verdict }) => [status, verdict?.outcome]),
      Array.from({ length: 6 }, () => ['done', 'ungraded']),
    );
    assert.equal(run.cells()[5]?.verdict?.reason, 'The judge failed: The key is wrong.');
    assert.ok(run.asked('judge') <= 2);
    const toGrade = answersToGrade(run.state());
    assert.ok(toGrade.length >= 4);
    const resumed = evaluate({ judge: [yes], cases: 6, work: { cells: [], toGrade } });
    await resumed.clock.advance(1000);
    assert.equal(await resumed.handle.ended, 'done');
    assert.deepEqual([resumed.asked('one'), resumed.asked('judge')], [0, toGrade.length]);
  });

  it('that could break the cap are left, with the answer kept (fault 88)', async () => {
    const dear = { entries: new Map([['fake/judge', { id: 'fake/judge', price: { input: 1e6, output: 1e6 } }]]) };
    const run = evaluate({ judge: [yes], more: { budget: new Budget(1), catalog: dear } });
    await run.clock.advance(1000);
    assert.equal(await run.handle.ended, 'budget');
    const [cell] = run.cells();
    assert.deepEqual([cell?.status, cell?.verdict?.outcome, cell?.judging?.left], ['done', 'ungraded', 1]);
    assert.match(cell?.verdict?.reason ?? '', /No money was left/);
    assert.equal(answersToGrade(run.state()).length, 1);
  });

  it('that are stopped leave the answer without a verdict', async () => {
    const run = evaluate({ judge: [[pause(10_000), ...yes]] });
    await run.clock.advance(100);
    run.handle.stop();
    assert.equal(await run.handle.ended, 'cancelled');
    assert.deepEqual([run.cells()[0]?.status, run.cells()[0]?.verdict], ['done', undefined]);
    assert.equal(answersToGrade(run.state()).length, 1);
  });

  it('for embeddings are asked, kept and paid for in the same way', async () => {
    const stored = new Map<string, Parameters<AnswerCache['set']>[1]>();
    const cache: AnswerCache = { get: (key) => stored.get(key), set: (key, result) => stored.set(key, result) };
    const similar = check('similar', 'x', { embedder: 'fake/meaning' });
    for (const cached of [0, 1]) {
      const run = evaluate({ judge: [], checks: [similar], more: { cache } });
      await run.clock.advance(1000);
      await run.handle.ended;
      const [cell] = run.cells();
      assert.deepEqual([cell?.verdict?.outcome, cell?.judging?.calls, cell?.judging?.cached], ['pass', 1, cached]);
    }
  });
});
