import assert from 'node:assert/strict';
import { PolypromptError } from '../../../src/core/errors.ts';
import { executeCells } from '../../../src/core/execute/execute.ts';
import type { AnswerCache, ExecuteContext } from '../../../src/core/execute/executeContext.ts';
import type { ModelEvent } from '../../../src/core/messages.ts';
import { parseModelRef } from '../../../src/core/models/modelRef.ts';
import { planRun, targetsFor } from '../../../src/core/plan/plan.ts';
import { Budget } from '../../../src/core/pricing/budget.ts';
import type { Provider } from '../../../src/core/providers/contract/provider.ts';
import type { LaneLimits } from '../../../src/core/providers/lanes/laneLimits.ts';
import type { CellGrading } from '../../../src/core/run/cellGrading.ts';
import type { RunEvent } from '../../../src/core/run/events.ts';
import { RunAccumulator } from '../../../src/core/run/state.ts';
import { FakeClock, settle } from '../../support/fakeClock.ts';
import { RateLimitedServer } from '../../support/rateLimitedServer.ts';
import { quietEnvironment } from '../../support/sessionContext.ts';

const message = (text: string) => [{ role: 'user' as const, parts: [{ type: 'text' as const, text }] }];

/** What the model does with the request of that number, from 0; a number is milliseconds until it answers. */
type Behaviour = (model: string, request: number) => number | PolypromptError;

/** Runs so many cases on models that behave as told. */
function evaluate(options: {
  readonly cases: number;
  readonly models?: readonly string[];
  readonly behave: Behaviour;
  readonly limits?: LaneLimits;
  readonly more?: Partial<ExecuteContext>;
}) {
  const { cases, models = ['fake/one'], behave, limits = { start: 4, max: 64 } } = options;
  const clock = new FakeClock();
  const requests = new Map<string, number>();
  let inFlight = 0;
  let mostInFlight = 0;
  async function* stream(
    { model }: { model: string },
    _access: unknown,
    signal: AbortSignal,
  ): AsyncGenerator<ModelEvent> {
    const number = requests.get(model) ?? 0;
    requests.set(model, number + 1);
    mostInFlight = Math.max(mostInFlight, ++inFlight);
    try {
      const does = behave(model, number);
      await clock.sleep(typeof does === 'number' ? does : 10, signal);
      if (typeof does !== 'number') throw does;
      yield { type: 'text', text: `answer of ${model}` };
      yield { type: 'usage', usage: { inputTokens: 10, outputTokens: 100 } };
      yield { type: 'done', finishReason: 'stop' };
    } finally {
      inFlight--;
    }
  }
  const provider: Provider = {
    id: 'fake',
    name: 'Fake',
    keyVariables: [],
    keyRequired: false,
    defaultBaseUrl: undefined,
    stream,
  };
  const access = {
    baseUrl: 'https://fake.example',
    key: 'secret',
    fetch: () => Promise.reject(new Error('no network')),
    clock,
    random: () => 0.5,
    timeouts: { connect: 1, firstByte: 1, idle: 1, total: 1 },
  };
  const plan = planRun({
    runId: 'r',
    prompt: 'p',
    promptVersion: 'v',
    targets: targetsFor(models, {}),
    cases: Array.from({ length: cases }, (_, row) => ({
      caseId: `case ${row}`,
      inputs: { row },
      messages: message(`Say ${row}`),
    })),
  });
  const events: RunEvent[] = [];
  const run = new RunAccumulator();
  run.add({ type: 'run-started', at: 0, ...plan });
  const handle = executeCells(
    {
      registry: {
        get: () => provider,
        list: () => [provider],
        resolve: (id) => ({
          provider,
          ref: parseModelRef(id) ?? { provider: 'fake', model: id },
          baseUrl: 'https://fake.example',
        }),
        accessFor: async () => access,
      },
      environment: quietEnvironment(clock),
      catalog: { entries: new Map([['fake/priced', { id: 'fake/priced', price: { input: 1000, output: 1000 } }]]) },
      emit: (event) => {
        events.push(event);
        run.add(event);
      },
      lanes: limits,
      ...options.more,
    },
    plan,
  );
  const statuses = () => {
    const counts: Record<string, number> = {};
    for (const cell of Object.values(run.state?.cells ?? {})) counts[cell.status] = (counts[cell.status] ?? 0) + 1;
    return counts;
  };
  return { clock, events, handle, plan, run, requests, statuses, mostInFlight: () => mostInFlight };
}

const limited = (retryAfterMs?: number) =>
  new PolypromptError('rate-limited', 'Slow down.', retryAfterMs === undefined ? {} : { retryAfterMs });

describe('lanes', () => {
  it('begins with four requests at once and lets more go while all is well', async () => {
    const run = evaluate({ cases: 100, behave: () => 1000 });
    await settle();
    assert.deepEqual(run.statuses(), { waiting: 4, queued: 96 });
    await run.clock.advance(20_000);
    assert.equal(await run.handle.ended, 'done');
    assert.ok(run.mostInFlight() > 8 && run.mostInFlight() <= 64, `${run.mostInFlight()} at once`);
  });

  it('never lets more go at once than asked for', async () => {
    const run = evaluate({ cases: 200, behave: () => 100, limits: { start: 20, max: 20 } });
    await run.clock.advance(10_000);
    assert.equal(await run.handle.ended, 'done');
    assert.equal(run.mostInFlight(), 20);
  });

  it('stops a cell that waits for its turn, asks nothing for it, and tells that the run is not whole', async () => {
    const run = evaluate({ cases: 3, behave: () => 100, limits: { start: 1, max: 1 } });
    await settle();
    run.handle.stopCell(run.plan.cells[2]?.id ?? '');
    await run.clock.advance(1000);
    assert.equal(await run.handle.ended, 'cancelled');
    assert.deepEqual(run.statuses(), { done: 2, cancelled: 1 });
    assert.equal(run.requests.get('one'), 2);
  });

  it('waits exactly as long as asked before anything more of that lane goes, and slows no other (fault 10)', async () => {
    const run = evaluate({
      cases: 20,
      models: ['fake/limited', 'fake/free'],
      behave: (model, request) => (model === 'limited' && request === 0 ? limited(3_600_000) : 10),
    });
    await run.clock.advance(1000);
    const answered = (model: string) =>
      Object.values(run.run.state?.cells ?? {}).filter((cell) => cell.target === model && cell.status === 'done')
        .length;
    assert.equal(answered('fake/free'), 20);
    assert.equal(run.requests.get('limited'), 4);
    const paused = run.handle.lanes().find((lane) => lane.model === 'fake/limited');
    assert.deepEqual([paused?.state, paused?.error?.code, paused?.concurrency], ['paused', 'rate-limited', 2]);
    await run.clock.advance(3_598_990);
    assert.equal(run.requests.get('limited'), 4);
    await run.clock.advance(2000);
    assert.equal(await run.handle.ended, 'done');
    assert.equal(answered('fake/limited'), 20);
  });

  it('does not ask less at once because a server fails (fault 12)', async () => {
    const run = evaluate({
      cases: 8,
      behave: (_model, request) => (request === 0 ? new PolypromptError('overloaded', 'Busy.') : 10),
    });
    await run.clock.advance(60_000);
    assert.equal(await run.handle.ended, 'done');
    assert.equal(run.handle.lanes()[0]?.concurrency, 4);
  });

  it('a wrong key stops its lane after what was under way, and leaves the rest for a resume (fault 2, fault 42)', async () => {
    const run = evaluate({
      cases: 50,
      models: ['fake/locked', 'fake/free'],
      behave: (model) => (model === 'locked' ? new PolypromptError('invalid-key', 'No.') : 10),
    });
    await run.clock.advance(10_000);
    assert.equal(await run.handle.ended, 'stopped');
    assert.equal(run.requests.get('locked'), 4);
    assert.deepEqual(run.statuses(), { failed: 4, queued: 46, done: 50 });
    const told = run.events.filter((event) => event.type === 'lane-changed').map((event) => event.lane.state);
    assert.deepEqual(told, ['stopped']);
  });

  it('an address where nothing answers stops its lane, unless it has answered before', async () => {
    const wrong = new PolypromptError('wrong-address', 'Nothing there.');
    const never = evaluate({ cases: 30, behave: () => wrong });
    await never.clock.advance(10_000);
    assert.equal(await never.handle.ended, 'stopped');
    assert.equal(never.requests.get('one'), 4);
    const once = evaluate({ cases: 30, behave: (_model, request) => (request === 9 ? wrong : 10) });
    await once.clock.advance(60_000);
    assert.equal(await once.handle.ended, 'done');
    assert.equal(once.requests.get('one'), 30);
  });

  it('missing credit stops its lane and says that it is about money (fault 3)', async () => {
    const run = evaluate({ cases: 10, behave: () => new PolypromptError('billing', 'No credit.') });
    await run.clock.advance(1000);
    assert.equal(await run.handle.ended, 'stopped');
    assert.equal(run.handle.lanes()[0]?.error?.code, 'billing');
    assert.equal(run.requests.get('one'), 4);
  });

  it('waits while the network is away, and loses no row (fault 21)', async () => {
    let isAway = false;
    const run = evaluate({
      cases: 60,
      behave: () => (isAway ? new PolypromptError('connection-failed', 'Gone.') : 500),
    });
    await run.clock.advance(600);
    isAway = true;
    await run.clock.advance(120_000);
    isAway = false;
    await run.clock.advance(120_000);
    assert.equal(await run.handle.ended, 'done');
    assert.deepEqual(run.statuses(), { done: 60 });
  });

  it('stops before the cap is passed, keeps what was paid, and leaves the rest queued (fault 88)', async () => {
    const budget = new Budget(5);
    const run = evaluate({ cases: 200, models: ['fake/priced'], behave: () => 100, more: { budget } });
    await run.clock.advance(100_000);
    assert.equal(await run.handle.ended, 'budget');
    assert.ok(budget.spent <= 5 && budget.spent > 3.5, `spent ${budget.spent}`);
    const { done = 0, queued = 0 } = run.statuses();
    assert.equal(done + queued, 200);
    assert.ok(Math.abs(done * 0.11 - budget.spent) < 1e-9);
  });

  it('stops at once, with what waits ended as stopped', async () => {
    const run = evaluate({ cases: 30, behave: () => 1000 });
    await run.clock.advance(100);
    run.handle.stop();
    await settle();
    assert.equal(await run.handle.ended, 'cancelled');
    assert.deepEqual(run.statuses(), { cancelled: 30 });
    assert.equal(run.clock.pending, 0);
  });

  it('asks nothing new while it is paused', async () => {
    const run = evaluate({ cases: 30, behave: () => 100 });
    await settle();
    run.handle.pause();
    await run.clock.advance(10_000);
    assert.deepEqual(run.statuses(), { done: 4, queued: 26 });
    run.handle.resume();
    await run.clock.advance(10_000);
    assert.equal(await run.handle.ended, 'done');
  });

  it('lets a person change the number at once while it runs', async () => {
    const run = evaluate({ cases: 30, behave: () => 1000, limits: { start: 1, max: 1 } });
    await settle();
    run.handle.setConcurrency(run.handle.lanes()[0]?.id ?? '', 10);
    await settle();
    assert.deepEqual(run.statuses(), { waiting: 10, queued: 20 });
    run.handle.stop();
    await run.handle.ended;
  });

  it('answers from the cache without a request, and keeps new answers but no failures there', async () => {
    const stored = new Map<string, Parameters<AnswerCache['set']>[1]>();
    const cache: AnswerCache = { get: (key) => stored.get(key), set: (key, result) => stored.set(key, result) };
    const fails = new PolypromptError('request-rejected', 'No.');
    const first = evaluate({ cases: 10, behave: (_model, request) => (request === 3 ? fails : 10), more: { cache } });
    await first.clock.advance(1000);
    assert.equal(await first.handle.ended, 'done');
    assert.equal(stored.size, 9);
    const second = evaluate({ cases: 10, behave: () => 10, more: { cache } });
    await second.clock.advance(1000);
    assert.equal(await second.handle.ended, 'done');
    assert.equal(second.requests.get('one'), 1);
    assert.equal(second.events.filter((event) => event.type === 'cell-done' && event.cached).length, 9);
  });

  it('gives other work a turn after each two hundred answers of the cache', async () => {
    const stored = new Map<string, Parameters<AnswerCache['set']>[1]>();
    const cache: AnswerCache = { get: (key) => stored.get(key), set: (key, result) => stored.set(key, result) };
    const first = evaluate({ cases: 500, behave: () => 1, more: { cache } });
    await first.clock.advance(10_000);
    assert.equal(stored.size, 500);
    const turns: number[] = [];
    const clock = new FakeClock();
    clock.sleep = async (ms) => {
      turns.push(ms);
    };
    const environment = quietEnvironment(clock);
    const second = evaluate({ cases: 500, behave: () => 1, more: { cache, environment } });
    assert.equal(await second.handle.ended, 'done');
    assert.deepEqual([turns, second.statuses()], [[0, 0], { done: 500 }]);
  });

  it('grades each answer after it, and never takes a broken grader for a failure', async () => {
    const grade: CellGrading['grade'] = async (cell) => {
      if (cell.caseId === 'case 1') throw new PolypromptError('script-threw', 'The check broke.');
      return { outcome: 'pass', score: 1, reason: 'fine', namedScores: {}, checks: [] };
    };
    const run = evaluate({ cases: 3, behave: () => 10, more: { grading: { grade } } });
    await run.clock.advance(1000);
    await run.handle.ended;
    assert.deepEqual(
      Object.values(run.run.state?.cells ?? {}).map((cell) => [cell.verdict?.outcome, cell.verdict?.reason]),
      [
        ['pass', 'fine'],
        ['ungraded', 'The check broke.'],
        ['pass', 'fine'],
      ],
    );
  });
});

describe('lanes against a server with true limits (fault 11)', () => {
  const runs = [
    { limit: 'requests', server: { requestsPerMinute: 300, tokensPerMinute: 1e9 } },
    { limit: 'tokens', server: { requestsPerMinute: 1e9, tokensPerMinute: 40_000 } },
    {
      limit: 'requests, from the first moment',
      server: { requestsPerMinute: 60, tokensPerMinute: 1e9, isEmpty: true },
    },
  ];
  for (const { limit, server: limits } of runs) {
    it(`uses at least 85% of a limit on ${limit} with at most 2% refused, and loses no row`, async () => {
      const clock = new FakeClock();
      const server = new RateLimitedServer(clock, limits);
      const run = server.evaluate({ cases: 2000 });
      const minutes = 4;
      await clock.advance(minutes * 60_000);
      const { answered, refused, allowed } = server.account();
      assert.ok(answered >= 0.85 * Math.min(2000, allowed), `${answered} of ${allowed} allowed`);
      assert.ok(refused <= 0.02 * (answered + refused), `${refused} refused of ${answered + refused}`);
      assert.equal(run.failed(), 0);
      run.handle.stop();
      await run.handle.ended;
    });
  }

  it('loses no row where no header tells the limit', async () => {
    const clock = new FakeClock();
    const server = new RateLimitedServer(clock, { requestsPerMinute: 120, tokensPerMinute: 1e9, tellsLimits: false });
    const run = server.evaluate({ cases: 600 });
    await clock.advance(20 * 60_000);
    assert.equal(await run.handle.ended, 'done');
    assert.equal(run.failed(), 0);
  });
});
