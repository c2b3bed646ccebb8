import assert from 'node:assert/strict';
import { PolypromptError } from '../../../src/core/errors.ts';
import { executeCells } from '../../../src/core/execute/execute.ts';
import { planRun, targetsFor } from '../../../src/core/plan/plan.ts';
import type { LaneLimits } from '../../../src/core/providers/lanes/laneLimits.ts';
import type { PlannedCell, RunEvent } from '../../../src/core/run/events.ts';
import { FakeClock, settle } from '../../support/fakeClock.ts';
import { done, fail, pause, type Step, scriptedRegistry, text, usage } from '../../support/scriptedProvider.ts';
import { quietEnvironment } from '../../support/sessionContext.ts';

type Scripts = Readonly<Record<string, readonly (readonly Step[])[]>>;

interface Options {
  readonly models?: readonly string[];
  readonly clock?: FakeClock;
  /** What the cells have beside their prompt. */
  readonly cell?: Partial<PlannedCell>;
  readonly lanes?: LaneLimits;
}

/** Runs one prompt on the scripted models and gives what happened, with the handle to stop it. */
function execute(scripts: Scripts, options: Options = {}) {
  const { models = Object.keys(scripts).map((name) => `fake/${name}`), clock = new FakeClock() } = options;
  const events: RunEvent[] = [];
  const registry = scriptedRegistry(clock, scripts);
  const price = { input: 1, output: 2 };
  const plan = planRun({
    runId: 'r',
    prompt: 'p',
    promptVersion: 'v',
    targets: targetsFor(models, {}),
    cases: [{ caseId: 'inputs', inputs: {}, messages: [{ role: 'user', parts: [{ type: 'text', text: 'Hi' }] }] }],
  });
  const handle = executeCells(
    {
      registry,
      environment: quietEnvironment(clock),
      catalog: { entries: new Map([['fake/good', { id: 'fake/good', price }]]) },
      emit: (event) => events.push(event),
      ...(options.lanes ? { lanes: options.lanes } : {}),
    },
    { ...plan, cells: plan.cells.map((planned) => ({ ...planned, ...options.cell })) },
  );
  const of = (model: string) =>
    events.filter(
      (event) => 'cell' in event && event.cell === plan.cells.find((cell) => cell.target === `fake/${model}`)?.id,
    );
  return { clock, events, handle, registry, plan, of };
}

const types = (events: readonly RunEvent[]) => events.map((event) => event.type);
const overloaded = new PolypromptError('overloaded', 'Busy.');

const day = 86_400_000;

/** A clock whose date somebody sets while it runs. */
class JumpingClock extends FakeClock {
  offset = 0;
  override wallTime(): number {
    return super.wallTime() + this.offset;
  }
}

describe('executeCells', () => {
  for (const jump of [-day, day])
    it(`measures and waits alike when the date is set by ${jump / day} day (fault 45)`, async () => {
      const clock = new JumpingClock();
      const run = execute(
        {
          good: [
            [pause(20), fail(overloaded)],
            [pause(100), text('Hello'), pause(50), done],
          ],
        },
        { clock },
      );
      await clock.advance(10);
      clock.offset = jump;
      await clock.advance(10_000);
      clock.offset = -jump;
      assert.equal(await run.handle.ended, 'done');
      assert.deepEqual(types(run.events), ['cell-started', 'cell-retrying', 'cell-started', 'cell-delta', 'cell-done']);
      const last = run.events.at(-1);
      assert.deepEqual(last?.type === 'cell-done' && last.timing, { firstTokenMs: 100, totalMs: 150 });
      assert.equal(clock.pending, 0);
    });

  it('tells an answer from its start to its account', async () => {
    const run = execute({ good: [[pause(100), text('Hel'), text('lo'), usage, done]] });
    await run.clock.advance(100);
    assert.equal(await run.handle.ended, 'done');
    assert.deepEqual(types(run.events), ['cell-started', 'cell-delta', 'cell-delta', 'cell-usage', 'cell-done']);
    const last = run.events.at(-1);
    assert.ok(last?.type === 'cell-done');
    assert.equal(last.answer, 'Hello');
    assert.deepEqual(last.timing, { firstTokenMs: 100, totalMs: 100 });
    assert.deepEqual(last.cost, { amount: 0.00002, basis: 'estimated', atLeast: false });
    assert.equal(last.servedModel, 'served');
  });

  it('never lets one dead model stop the others', async () => {
    const run = execute({
      good: [[text('fine'), usage, done]],
      dead: [[fail(new PolypromptError('invalid-key', 'No.'))]],
    });
    await run.handle.ended;
    assert.equal(run.of('good').at(-1)?.type, 'cell-done');
    assert.equal(run.of('dead').at(-1)?.type, 'cell-failed');
  });

  it('fails only the cell whose model nobody knows', async () => {
    const run = execute({ good: [[text('fine'), done]] }, { models: ['fake/good', 'nowhere/model'] });
    await run.handle.ended;
    const failed = run.events.find((event) => event.type === 'cell-failed');
    assert.ok(failed?.type === 'cell-failed');
    assert.equal(failed.error.code, 'unknown-provider');
  });

  it('retries what may pass, waiting visibly under full jitter (fault 12)', async () => {
    const run = execute({ shaky: [[fail(overloaded)], [fail(overloaded)], [text('at last'), done]] });
    await run.clock.advance(10_000);
    assert.equal(await run.handle.ended, 'done');
    assert.deepEqual(types(run.events), [
      'cell-started',
      'cell-retrying',
      'cell-started',
      'cell-retrying',
      'cell-started',
      'cell-delta',
      'cell-done',
    ]);
    const waits = run.events.flatMap((event) => (event.type === 'cell-retrying' ? [event.delayMs] : []));
    assert.deepEqual(waits, [250, 500]);
  });

  it('looks a name up twice more at most (fault 19)', async () => {
    const run = execute({ lost: [[fail(new PolypromptError('host-not-found', 'No such host.'))]] });
    await run.clock.advance(1_000_000);
    await run.handle.ended;
    assert.equal(run.registry.calls.length, 3);
  });

  it('suggests the closest known models for one that the provider does not have (fault 5)', async () => {
    const run = execute({ goof: [[fail(new PolypromptError('model-not-found', 'No such model.'))]] });
    await run.handle.ended;
    const last = run.events.at(-1);
    assert.ok(last?.type === 'cell-failed');
    assert.equal(last.error.hint, 'Did you mean fake/good?');
  });

  it('gives up after four retries', async () => {
    const run = execute({ down: [[fail(overloaded)]] });
    await run.clock.advance(1_000_000);
    await run.handle.ended;
    assert.equal(run.registry.calls.length, 5);
    assert.equal(run.events.at(-1)?.type, 'cell-failed');
  });

  it('waits exactly as long as the provider asks, however long', async () => {
    const run = execute({
      limited: [
        [fail(new PolypromptError('rate-limited', 'Slow down.', { retryAfterMs: 3_600_000 }))],
        [text('ok'), done],
      ],
    });
    await run.clock.advance(3_599_999);
    assert.equal(run.registry.calls.length, 1);
    await run.clock.advance(1);
    assert.equal(await run.handle.ended, 'done');
  });

  it('does not retry what will not pass', async () => {
    for (const code of [
      'invalid-key',
      'billing',
      'permission-denied',
      'model-not-found',
      'wrong-address',
      'context-too-long',
      'request-rejected',
    ] as const) {
      const run = execute({ no: [[fail(new PolypromptError(code, 'No.'))]] });
      await run.handle.ended;
      assert.equal(run.registry.calls.length, 1, code);
    }
  });

  it('keeps a partial answer and does not ask again once text was seen (fault 27)', async () => {
    const run = execute({ cut: [[text('half an ans'), fail(new PolypromptError('incomplete', 'Cut.'))]] });
    await run.handle.ended;
    const last = run.events.at(-1);
    assert.ok(last?.type === 'cell-failed');
    assert.deepEqual([last.partial, last.error.code, run.registry.calls.length], ['half an ans', 'incomplete', 1]);
  });

  it('takes a stream without an end for incomplete, never for done (fault 27)', async () => {
    const run = execute({ endless: [[text('and then')]] });
    await run.handle.ended;
    const last = run.events.at(-1);
    assert.ok(last?.type === 'cell-failed');
    assert.equal(last.error.code, 'incomplete');
  });

  it('leaves usage and cost unknown when nobody reported them (fault 37)', async () => {
    const run = execute({ good: [[text('x'), done]] });
    await run.handle.ended;
    const last = run.events.at(-1);
    assert.ok(last?.type === 'cell-done');
    assert.deepEqual([last.usage, last.cost], [null, null]);
  });

  it('asks nobody for an answer that stands in the suite', async () => {
    const cell = { provided: 'written down' };
    for (const options of [{ cell }, { cell, lanes: { start: 2, max: 2 } }]) {
      const run = execute({ good: [[text('asked'), done]] }, options);
      await run.clock.advance(10);
      assert.equal(await run.handle.ended, 'done');
      const answers = run.events.flatMap((event) => (event.type === 'cell-done' ? [event.answer] : []));
      assert.deepEqual([answers, run.registry.calls.length], [['written down'], 0]);
    }
  });

  it('stops one column and lets the others finish', async () => {
    const run = execute({
      slow: [[text('so'), pause(1000), text(' far'), done]],
      good: [[pause(500), text('fine'), done]],
    });
    await settle();
    const cell = run.plan.cells.find((planned) => planned.target === 'fake/slow');
    run.handle.stopCell(cell?.id ?? '');
    await run.clock.advance(600);
    assert.equal(await run.handle.ended, 'cancelled');
    const stopped = run.of('slow').at(-1);
    assert.ok(stopped?.type === 'cell-cancelled');
    assert.equal(stopped.partial, 'so');
    assert.equal(run.of('good').at(-1)?.type, 'cell-done');
    assert.equal(run.clock.pending, 0);
  });

  it('stops one column that waits for a retry, and lets the others finish', async () => {
    const run = execute({ shaky: [[fail(overloaded)]], good: [[pause(500), text('fine'), done]] });
    await settle();
    const cell = run.plan.cells.find((planned) => planned.target === 'fake/shaky');
    run.handle.stopCell(cell?.id ?? '');
    await run.clock.advance(600);
    assert.equal(await run.handle.ended, 'cancelled');
    assert.deepEqual([run.of('shaky').at(-1)?.type, run.of('good').at(-1)?.type], ['cell-cancelled', 'cell-done']);
  });

  it('is whole when a column is stopped that has ended before', async () => {
    const run = execute({ quick: [[text('x'), done]], good: [[pause(500), text('fine'), done]] });
    await run.clock.advance(10);
    run.handle.stopCell(run.plan.cells.find((planned) => planned.target === 'fake/quick')?.id ?? '');
    await run.clock.advance(600);
    assert.equal(await run.handle.ended, 'done');
    assert.deepEqual([run.of('quick').at(-1)?.type, run.of('good').at(-1)?.type], ['cell-done', 'cell-done']);
  });

  it('stops during a wait for a retry and leaves no timer (fault 40)', async () => {
    const run = execute({ shaky: [[fail(overloaded)]] });
    await settle();
    run.handle.stop();
    assert.equal(await run.handle.ended, 'cancelled');
    assert.equal(run.events.at(-1)?.type, 'cell-cancelled');
    assert.equal(run.clock.pending, 0);
  });
});
