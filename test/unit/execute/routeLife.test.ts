import assert from 'node:assert/strict';
import { PolypromptError } from '../../../src/core/errors.ts';
import { executeCells } from '../../../src/core/execute/execute.ts';
import type { ExecuteContext } from '../../../src/core/execute/executeContext.ts';
import { planRun, targetsFor } from '../../../src/core/plan/plan.ts';
import { Budget } from '../../../src/core/pricing/budget.ts';
import type { RunEvent } from '../../../src/core/run/events.ts';
import { FakeClock } from '../../support/fakeClock.ts';
import { routeBook } from '../../support/routes.ts';
import { done, fail, pause, type Step, scriptedRegistry, text, usage } from '../../support/scriptedProvider.ts';
import { quietEnvironment } from '../../support/sessionContext.ts';

const broken = fail(new PolypromptError('server-error', 'Oh no.'));
const limited = fail(new PolypromptError('rate-limited', 'Slow down.', { retryAfterMs: 60_000 }));

interface Life {
  readonly routes: string;
  readonly models: Readonly<Record<string, readonly (readonly Step[])[]>>;
  readonly targets?: readonly string[];
  readonly prompts: number;
  readonly context?: Partial<ExecuteContext>;
}

async function start({ routes, models, prompts, targets = ['route:r'], context = {} }: Life) {
  const clock = new FakeClock();
  const registry = scriptedRegistry(clock, models);
  const plan = planRun({
    runId: 'r',
    prompt: 'p',
    promptVersion: 'v',
    targets: targetsFor(targets, {}),
    cases: Array.from({ length: prompts }, (_, index) => ({
      caseId: String(index),
      inputs: {},
      messages: [{ role: 'user', parts: [{ type: 'text', text: `Prompt ${index}` }] }],
    })),
  });
  const events: RunEvent[] = [];
  const entries = Object.keys(models).map(
    (name) => [`fake/${name}`, { id: `fake/${name}`, price: { input: 1000, output: 1000 }, maxOutput: 100 }] as const,
  );
  const handle = executeCells(
    {
      registry,
      environment: quietEnvironment(clock),
      catalog: { entries: new Map(entries) },
      emit: (event) => events.push(event),
      routes: await routeBook(routes),
      lanes: { start: 4, max: 4 },
      ...context,
    },
    plan,
  );
  const count = (type: RunEvent['type']) => events.filter((event) => event.type === type).length;
  return { clock, handle, registry, count, events };
}

/** The warnings of Node while something goes on: too many listeners are a leak. */
async function warningsDuring(work: () => Promise<void>): Promise<readonly string[]> {
  const warnings: string[] = [];
  const note = (warning: Error) => warnings.push(warning.message);
  process.on('warning', note);
  try {
    await work();
    // Node tells of them a turn later.
    await new Promise(setImmediate);
  } finally {
    process.off('warning', note);
  }
  return warnings;
}

describe('a run over a route', () => {
  it('ends without money where a route needs another request, and leaves its cell to a resumed run', async () => {
    const models = { a: [[pause(10), text('Half'), broken]], b: [[text('b'), usage, done]] };
    const budget = new Budget(1.7);
    const run = await start({
      routes: 'routes: {r: {fallback: [fake/a, fake/b]}}',
      models,
      prompts: 1,
      context: { budget },
    });
    await run.clock.advance(60_000);
    assert.equal(await run.handle.ended, 'budget');
    assert.deepEqual([run.count('cell-cancelled'), run.count('cell-failed'), run.count('cell-done')], [1, 0, 0]);
    assert.equal(run.registry.calls.length, 1);
    assert.equal(run.clock.pending, 0);
  });

  it('moves on at once where other cells have paused the lane of its first target', async () => {
    const models = { a: [[limited]], b: [[pause(10), text('b'), usage, done]] };
    const run = await start({
      routes: 'routes: {r: {fallback: [fake/a, fake/b], cooldown: false}}',
      models,
      prompts: 5,
      targets: ['fake/a', 'route:r'],
    });
    await run.clock.advance(1000);
    assert.equal(run.count('cell-done'), 5);
    run.handle.stop();
    assert.equal(await run.handle.ended, 'cancelled');
    assert.equal(run.clock.pending, 0);
  });

  it('leaves no timer and no listener behind after a thousand hedged cells', async () => {
    const models = { slow: [[pause(5000), text('late'), done]], quick: [[pause(30), text('q'), usage, done]] };
    const warnings = await warningsDuring(async () => {
      const run = await start({
        routes: 'routes: {r: {latency: [fake/slow, fake/quick], hedge: 20ms}}',
        models,
        prompts: 1000,
      });
      await run.clock.advance(600_000);
      assert.equal(await run.handle.ended, 'done');
      assert.equal(run.count('cell-done'), 1000);
      assert.equal(run.clock.pending, 0);
    });
    assert.deepEqual(warnings, []);
  }).timeout(20_000);
});
