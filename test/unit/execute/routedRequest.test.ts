import assert from 'node:assert/strict';
import { PolypromptError } from '../../../src/core/errors.ts';
import { executeCells } from '../../../src/core/execute/execute.ts';
import type { ExecuteContext } from '../../../src/core/execute/executeContext.ts';
import { planRun, targetsFor } from '../../../src/core/plan/plan.ts';
import type { CellFailure, CellResult, RunEvent } from '../../../src/core/run/events.ts';
import { isServedByFallback, type Routed } from '../../../src/core/run/routed.ts';
import { foldAll } from '../../../src/core/run/state.ts';
import type { ToolLoop } from '../../../src/core/tools/toolSettings.ts';
import { FakeClock } from '../../support/fakeClock.ts';
import { routeBook } from '../../support/routes.ts';
import { done, fail, pause, type Step, scriptedRegistry, text, usage } from '../../support/scriptedProvider.ts';
import { quietEnvironment } from '../../support/sessionContext.ts';

const limited = fail(new PolypromptError('rate-limited', 'Slow down.', { retryAfterMs: 5000 }));
const broken = fail(new PolypromptError('server-error', 'Oh no.'));
const keyless = fail(new PolypromptError('missing-key', 'No key.'));

const hello = (word: string): readonly Step[] => [pause(100), text(word), pause(50), usage, done];

interface Run {
  readonly routes: string;
  readonly models: Readonly<Record<string, readonly (readonly Step[])[]>>;
  /** One cell each. */
  readonly prompts?: readonly string[];
  readonly context?: Partial<ExecuteContext>;
  readonly target?: string;
  readonly loop?: ToolLoop;
}

/** Runs prompts through `route:r` and gives what became of each, in the order of the plan. */
async function follow({ routes, models, prompts = ['Hi'], context = {}, target = 'route:r', loop }: Run) {
  const clock = new FakeClock();
  const registry = scriptedRegistry(clock, models);
  const plan = planRun({
    runId: 'r',
    prompt: 'p',
    promptVersion: 'v',
    targets: targetsFor([target], loop ? { tools: [{ name: 'weather' }] } : {}),
    cases: prompts.map((prompt) => ({
      caseId: prompt,
      inputs: {},
      messages: [{ role: 'user', parts: [{ type: 'text', text: prompt }] }],
      ...(loop ? { loop } : {}),
    })),
  });
  const events: RunEvent[] = [{ type: 'run-started', at: 0, ...plan }];
  const price = { input: 1, output: 2 };
  const entries = Object.keys(models).map((name) => [`fake/${name}`, { id: `fake/${name}`, price }] as const);
  const handle = executeCells(
    {
      registry,
      environment: quietEnvironment(clock),
      catalog: { entries: new Map(entries) },
      emit: (event) => events.push(event),
      routes: await routeBook(routes),
      lanes: { start: 1, max: 1 },
      ...context,
    },
    plan,
  );
  const ends = () =>
    plan.cells.map(({ id }) =>
      events.find(
        (event): event is Extract<RunEvent, { type: 'cell-done' | 'cell-failed' }> =>
          (event.type === 'cell-done' || event.type === 'cell-failed') && event.cell === id,
      ),
    );
  return { clock, events, handle, registry, ends, state: () => foldAll(events) };
}

function asked(end: { readonly routed?: Routed } | undefined): readonly string[] {
  return (end?.routed?.attempts ?? []).map(
    ({ model, reason, because, outcome }) => `${model} ${reason}${because ? ` (${because})` : ''}: ${outcome}`,
  );
}

function answerOf(end: CellResult | CellFailure | undefined): string | undefined {
  return end && 'answer' in end ? end.answer : undefined;
}

describe('a fallback route', () => {
  const two = 'routes: {r: {fallback: [fake/a, fake/b]}}';

  it('asks the next target when one is limited, and says who served and why', async () => {
    const run = await follow({ routes: two, models: { a: [[pause(30), limited]], b: [hello('Yes')] } });
    await run.clock.advance(1000);
    assert.equal(await run.handle.ended, 'done');
    const [end] = run.ends();
    assert.ok(end?.type === 'cell-done');
    assert.deepEqual(asked(end), ['fake/a first: failed', 'fake/b moved-on (rate-limit): served']);
    assert.deepEqual([end.answer, end.target, end.model, end.routed?.served], ['Yes', 'route:r', 'route:r', 'fake/b']);
    assert.ok(end.routed && isServedByFallback(end.routed));
    assert.deepEqual(end.timing, { firstTokenMs: 130, totalMs: 180, atOnce: 1 });
    // What was refused costs nothing; 10 tokens in and 5 out do.
    assert.deepEqual(end.cost, { amount: 0.00002, basis: 'estimated', atLeast: false });
    assert.equal(run.clock.pending, 0);
  });

  it('starts from zero after the first words, and marks it', async () => {
    const models = { a: [[text('Half an ans'), pause(10), broken]], b: [hello('Whole')] };
    const run = await follow({ routes: two, models });
    await run.clock.advance(1000);
    await run.handle.ended;
    const rerouted = run.events.find((event) => event.type === 'cell-rerouted');
    assert.ok(rerouted?.type === 'cell-rerouted' && rerouted.restarts && rerouted.ask.model === 'fake/b');
    const shown = foldAll(run.events.slice(0, run.events.indexOf(rerouted) + 1));
    assert.deepEqual(
      Object.values(shown?.cells ?? {}).map((cell) => [cell.status, cell.text, cell.asking?.model]),
      [['waiting', '', 'fake/b']],
    );
    const cell = Object.values(run.state()?.cells ?? {})[0];
    assert.deepEqual([cell?.text, cell?.asking, cell?.routed?.attempts.length], ['Whole', undefined, 2]);
    // What was paid for the half answer is unknown: the sum is a lower bound.
    assert.equal(cell?.cost?.atLeast, true);
  });

  it('tries again inside a step before it moves on, and honours Retry-After', async () => {
    const routes = 'routes: {r: {fallback: [fake/a, fake/b], retries: 1}}';
    const run = await follow({ routes, models: { a: [[limited], hello('At last')], b: [hello('No')] } });
    await run.clock.advance(4999);
    assert.equal(run.registry.calls.length, 1);
    await run.clock.advance(1000);
    assert.deepEqual(asked(run.ends()[0]), ['fake/a first: failed', 'fake/a retry: served']);
  });

  it('does not wait an hour for another try where another target can be asked', async () => {
    const routes = 'routes: {r: {fallback: [fake/a, fake/b], retries: 3}}';
    const anHour = fail(new PolypromptError('rate-limited', 'Come back later.', { retryAfterMs: 3_600_000 }));
    const run = await follow({ routes, models: { a: [[anHour]], b: [hello('b')] } });
    await run.clock.advance(1000);
    assert.deepEqual(asked(run.ends()[0]), ['fake/a first: failed', 'fake/b moved-on (rate-limit): served']);
  });

  it('passes over a target that rests, and lets one request find out when the rest is over', async () => {
    const routes = 'routes: {r: {fallback: [fake/a, fake/b], cooldown: {failures: 0, rest: 1s}}}';
    const models = { a: [[broken], [broken], hello('a')], b: [hello('b')] };
    const run = await follow({
      routes,
      models,
      prompts: ['1', '2', '3', '4', '5', '6', '7', '8', '9', '10', '11', '12', '13', '14', '15', '16', '17', '18'],
    });
    await run.clock.advance(10_000);
    await run.handle.ended;
    const lines = run.ends().map((end) => asked(end).join(', '));
    assert.equal(lines[0], 'fake/a first: failed, fake/b moved-on (server): served');
    assert.equal(lines[1], 'fake/b first: served');
    const probes = lines.filter((line) => line.includes('fake/a probe'));
    assert.deepEqual(probes, ['fake/a probe: failed, fake/b moved-on (server): served', 'fake/a probe: served']);
    assert.equal(lines.at(-1), 'fake/a first: served');
  });

  it('asks the target whose rest ends first where all of them rest', async () => {
    const routes = 'routes: {r: {fallback: [fake/a, fake/b], cooldown: {failures: 0, rest: 10s}}}';
    const run = await follow({ routes, models: { a: [[broken], hello('a')], b: [[broken]] }, prompts: ['1', '2'] });
    await run.clock.advance(1000);
    assert.deepEqual(run.ends().map(answerOf), [undefined, 'a']);
    assert.deepEqual(asked(run.ends()[1]), ['fake/a probe: served']);
  });

  it('goes to the list for prompts that are too long, without a retry, and skips windows that are no larger', async () => {
    const long = fail(new PolypromptError('context-too-long', 'Too long.'));
    const routes = 'routes: {r: {fallback: [fake/a, fake/b], retries: 3, context-too-long: [fake/small, fake/large]}}';
    const windows: Readonly<Record<string, number>> = { 'fake/a': 100, 'fake/small': 100, 'fake/large': 1000 };
    const book = await routeBook(routes, { contextWindow: (model) => windows[model] });
    const models = { a: [[long]], b: [hello('b')], small: [hello('small')], large: [hello('large')] };
    const run = await follow({ routes, models, context: { routes: book } });
    await run.clock.advance(1000);
    assert.deepEqual(asked(run.ends()[0]), ['fake/a first: failed', 'fake/large moved-on (context-too-long): served']);
  });

  it('does not move on for what another target would refuse as well', async () => {
    const rejected = fail(new PolypromptError('request-rejected', 'Bad request.'));
    const run = await follow({ routes: two, models: { a: [[rejected]], b: [hello('b')] } });
    await run.clock.advance(1000);
    const [end] = run.ends();
    assert.ok(end?.type === 'cell-failed');
    assert.deepEqual([end.error.code, asked(end)], ['request-rejected', ['fake/a first: failed']]);
  });

  it('moves on from a model without a key, and the run is not stopped by it', async () => {
    const run = await follow({ routes: two, models: { a: [[keyless]], b: [hello('b')] }, prompts: ['1', '2', '3'] });
    await run.clock.advance(2000);
    assert.equal(await run.handle.ended, 'done');
    assert.deepEqual(run.ends().map(answerOf), ['b', 'b', 'b']);
  });

  it('keeps a refusal that nobody could better', async () => {
    const refusal: readonly Step[] = [text('I will not.'), { type: 'done', finishReason: 'refusal' }];
    const routes = 'routes: {r: {fallback: [fake/a, fake/b], on: [refusal, server]}}';
    const run = await follow({ routes, models: { a: [refusal], b: [[broken]] } });
    await run.clock.advance(1000);
    assert.deepEqual(asked(run.ends()[0]), ['fake/a first: served', 'fake/b moved-on (refusal): failed']);
  });

  it('gives up with the last failure, and tells all of them', async () => {
    const run = await follow({ routes: two, models: { a: [[limited]], b: [[broken]] } });
    await run.clock.advance(1000);
    const [end] = run.ends();
    assert.ok(end?.type === 'cell-failed');
    assert.deepEqual([end.error.code, end.attempts, end.routed?.served], ['server-error', 2, null]);
  });

  it('leaves a target that takes longer than the route allows', async () => {
    const routes = 'routes: {r: {fallback: [{model: fake/a, timeout: 200ms}, fake/b]}}';
    const run = await follow({ routes, models: { a: [[text('Well'), pause(5000), done]], b: [hello('b')] } });
    await run.clock.advance(1000);
    assert.deepEqual(asked(run.ends()[0]), ['fake/a first: failed', 'fake/b moved-on (timeout): served']);
    assert.equal(run.clock.pending, 0);
  });

  it('follows routes inside routes', async () => {
    const routes = 'routes: {r: {fallback: [route:inner, fake/c]}, inner: {fallback: [fake/a, fake/b]}}';
    const run = await follow({ routes, models: { a: [[broken]], b: [[broken]], c: [hello('c')] } });
    await run.clock.advance(1000);
    assert.deepEqual(
      run.ends()[0]?.routed?.attempts.map(({ route, model }) => `${route}: ${model}`),
      ['inner: fake/a', 'inner: fake/b', 'r: fake/c'],
    );
  });

  it('names the routes that are alike when there is none of this name', async () => {
    const run = await follow({
      routes: 'routes: {safe: {fallback: [fake/a]}}',
      models: { a: [] },
      target: 'route:save',
    });
    await run.clock.advance(1000);
    const [end] = run.ends();
    assert.ok(end?.type === 'cell-failed');
    assert.deepEqual([end.error.code, end.error.hint], ['unknown-route', 'Did you mean route:safe?']);
  });
});

describe('a cell served by a fallback', () => {
  const isFallback = async (run: Run): Promise<readonly boolean[]> => {
    const { clock, ends } = await follow(run);
    await clock.advance(60_000);
    return ends().map((end) => end?.routed !== undefined && isServedByFallback(end.routed));
  };

  it('is one of a later target, of its retries and of a route in its place', async () => {
    const models = { a: [[broken]], b: [[limited], hello('b')], c: [hello('c')] };
    const retried = 'routes: {r: {fallback: [fake/a, {model: fake/b, retries: 1}]}}';
    assert.deepEqual(await isFallback({ routes: retried, models }), [true]);
    const nested = 'routes: {r: {fallback: [fake/a, route:in]}, in: {weighted: {fake/c: 1}}}';
    assert.deepEqual(await isFallback({ routes: nested, models }), [true]);
    const cascade = 'routes: {r: {cascade: [fake/a, fake/c]}}';
    assert.deepEqual(await isFallback({ routes: cascade, models }), [true]);
  });

  it('is one whose first target rests', async () => {
    const routes = 'routes: {r: {fallback: [fake/a, fake/c], cooldown: {failures: 0}}}';
    const models = { a: [hello('a'), [broken]], c: [hello('c')] };
    assert.deepEqual(await isFallback({ routes, models, prompts: ['1', '2', '3'] }), [false, true, true]);
  });

  it('is none of a target that a route chose, or that another try reached', async () => {
    const models = { a: [[limited], hello('a')], b: [hello('b')] };
    const retried = 'routes: {r: {fallback: [{model: fake/a, retries: 1}, fake/b]}}';
    assert.deepEqual(await isFallback({ routes: retried, models }), [false]);
    const weighted = 'routes: {r: {weighted: {fake/a: 0, fake/b: 1}}}';
    assert.deepEqual(await isFallback({ routes: weighted, models }), [false]);
  });
});

describe('a route that is stopped', () => {
  it('stops what it asks, and what it waits for', async () => {
    const routes = 'routes: {r: {fallback: [fake/a], retries: 5}}';
    const run = await follow({ routes, models: { a: [[limited]] } });
    await run.clock.advance(100);
    run.handle.stop();
    assert.equal(await run.handle.ended, 'cancelled');
    assert.equal(run.events.at(-1)?.type, 'cell-cancelled');
    assert.equal(run.clock.pending, 0);
    const other = await follow({ routes, models: { a: [[text('Once'), pause(1e6), done]] } });
    await other.clock.advance(100);
    other.handle.stopCell(Object.keys(other.state()?.cells ?? {})[0] ?? '');
    assert.equal(await other.handle.ended, 'cancelled');
    assert.equal(other.clock.pending, 0);
  });
});

describe('a latency route', () => {
  /** None of these is among the few that try another target than the fastest. */
  const usual = ['one', 'two', 'three', 'four'];

  it('tries another target with a few requests, so that its times stay known', async () => {
    const prompts = Array.from({ length: 200 }, (_, index) => `Prompt ${index}`);
    const models = { slow: [[pause(900), text('s'), done]], quick: [[pause(1), text('q'), done]] };
    const run = await follow({ routes: 'routes: {r: {latency: [fake/slow, fake/quick]}}', models, prompts });
    await run.clock.advance(100_000);
    const explored = run.ends().filter((end) => asked(end).join().includes('explored'));
    assert.ok(explored.length >= 4 && explored.length <= 18, String(explored.length));
    assert.ok(explored.every((end) => answerOf(end) === 's'));
  });

  it('asks the fastest once all are known, and the next one when it fails', async () => {
    const routes = 'routes: {r: {latency: [fake/slow, fake/quick]}}';
    const slow = [pause(900), text('s'), done];
    const models = { slow: [slow], quick: [hello('q'), hello('q'), [broken]] };
    const run = await follow({ routes, models, prompts: usual });
    await run.clock.advance(10_000);
    assert.deepEqual(
      run.ends().map((end) => asked(end).join(', ')),
      [
        'fake/slow first: served',
        'fake/quick first: served',
        'fake/quick first: served',
        'fake/quick first: failed, fake/slow moved-on (server): served',
      ],
    );
  });

  it('prefers the cheaper one within the tolerance', async () => {
    const routes = 'routes: {r: {latency: [fake/dear, fake/cheap], tolerance: 50%}}';
    const book = await routeBook(routes, { price: (model) => (model === 'fake/dear' ? 2 : 1) });
    const models = { dear: [hello('d')], cheap: [[pause(140), text('c'), done]] };
    const run = await follow({ routes, models, prompts: usual.slice(1), context: { routes: book } });
    await run.clock.advance(10_000);
    assert.deepEqual(run.ends().map(answerOf), ['d', 'c', 'c']);
  });

  it('asks a second one when the first says nothing, serves the first word, stops the loser and counts both', async () => {
    const routes = 'routes: {r: {latency: [fake/slow, fake/quick], hedge: 200ms}}';
    const run = await follow({
      routes,
      models: { slow: [[pause(60_000), text('late'), done]], quick: [hello('quick')] },
    });
    await run.clock.advance(1000);
    assert.equal(await run.handle.ended, 'done');
    const [end] = run.ends();
    assert.ok(end?.type === 'cell-done');
    assert.deepEqual(asked(end), ['fake/slow first: cancelled', 'fake/quick hedge: served']);
    assert.deepEqual(end.timing, { firstTokenMs: 300, totalMs: 350, atOnce: 1 });
    assert.ok(end.cost && end.cost.amount > 0.00002 && end.cost.atLeast);
    assert.equal(run.clock.pending, 0);
  });

  it('remembers how long a loser took at least, and asks it first no more', async () => {
    const routes = 'routes: {r: {latency: [fake/slow, fake/quick], hedge: 200ms}}';
    const models = { slow: [[pause(60_000), text('late'), done]], quick: [hello('quick')] };
    const run = await follow({ routes, models, prompts: usual.slice(0, 2) });
    await run.clock.advance(2000);
    assert.deepEqual(asked(run.ends()[1]), ['fake/quick first: served']);
  });

  it('lets another request find out whether a rest is over, when the one that was to lost its race', async () => {
    const routes = `routes:
  r: {latency: [route:in, fake/quick], hedge: 200ms}
  in: {fallback: [fake/a], cooldown: {failures: 0, rest: 1s}}`;
    const models = { a: [[broken], [pause(60_000), done]], quick: [[pause(900), text('q'), done], hello('q')] };
    const book = await routeBook(routes);
    const run = await follow({ routes, models, prompts: usual.slice(0, 3), context: { routes: book } });
    await run.clock.advance(5000);
    const probes = run.ends().filter((end) => asked(end).includes('fake/a probe: cancelled'));
    assert.equal(probes.length, 1);
    assert.equal(book.health.readiness('in fake/a', run.clock.now()), 'probe');
  });

  it('stays with the first one when it speaks in time', async () => {
    const routes = 'routes: {r: {latency: [fake/a, fake/b], hedge: 200ms}}';
    const run = await follow({ routes, models: { a: [hello('a')], b: [hello('b')] } });
    await run.clock.advance(1000);
    assert.deepEqual(asked(run.ends()[0]), ['fake/a first: served']);
    assert.equal(run.registry.calls.length, 1);
  });
});

describe('a cascade', () => {
  const routes = 'routes: {r: {cascade: [fake/small, fake/large], assert: [{type: contains, value: because}]}}';

  it('asks the larger model only where a check of its own fails', async () => {
    const models = { small: [hello('Yes, because'), hello('Yes')], large: [hello('No, because')] };
    const run = await follow({ routes, models, prompts: ['1', '2'] });
    await run.clock.advance(2000);
    assert.deepEqual(
      run.ends().map((end) => [answerOf(end), ...asked(end)]),
      [
        ['Yes, because', 'fake/small first: served'],
        ['No, because', 'fake/small first: replaced', 'fake/large escalated (check): served'],
      ],
    );
  });

  it('asks it too where the answer is cut, refused, or missing', async () => {
    const cut: readonly Step[] = [text('because'), { type: 'done', finishReason: 'length' }];
    const models = { small: [cut, [broken]], large: [hello('because')] };
    const run = await follow({ routes, models, prompts: ['1', '2'] });
    await run.clock.advance(2000);
    assert.deepEqual(
      run.ends().map((end) => asked(end)[1]),
      ['fake/large escalated (cut): served', 'fake/large escalated (error): served'],
    );
  });

  it('keeps the smaller answer when the larger model fails', async () => {
    const run = await follow({ routes, models: { small: [hello('Yes')], large: [[broken]] } });
    await run.clock.advance(2000);
    assert.equal(answerOf(run.ends()[0]), 'Yes');
  });
});

describe('a split by weight', () => {
  it('sends the same request to the same target, and shares as it says', async () => {
    const routes = 'routes: {r: {weighted: {fake/a: 3, fake/b: 1}}}';
    const prompts = Array.from({ length: 200 }, (_, index) => `Prompt ${index}`);
    const models = { a: [[text('a'), done]], b: [[text('b'), done]] };
    const first = await follow({ routes, models, prompts });
    const second = await follow({ routes, models, prompts });
    await Promise.all([first.clock.advance(1000), second.clock.advance(1000)]);
    await Promise.all([first.handle.ended, second.handle.ended]);
    const served = first.ends().map(answerOf);
    assert.deepEqual(served, second.ends().map(answerOf));
    const share = served.filter((answer) => answer === 'a').length;
    assert.ok(share > 130 && share < 170, String(share));
  });
});

describe('a shadow', () => {
  it('serves one answer, and keeps the other beside it without showing it', async () => {
    const routes = 'routes: {r: {shadow: {serve: fake/a, compare: [fake/b, fake/c]}}}';
    const models = { a: [hello('served')], b: [[pause(900), text('compared'), done]], c: [[broken]] };
    const run = await follow({ routes, models });
    await run.clock.advance(2000);
    const [end] = run.ends();
    assert.ok(end?.type === 'cell-done');
    assert.equal(end.answer, 'served');
    assert.equal(end.timing.totalMs, 150);
    assert.deepEqual(
      end.routed?.attempts.map(({ model, outcome, answer }) => [model, outcome, answer]),
      [
        ['fake/b', 'compared', 'compared'],
        ['fake/c', 'failed', undefined],
        ['fake/a', 'served', undefined],
      ],
    );
    const said = run.events.flatMap((event) => (event.type === 'cell-delta' ? [event.text] : []));
    assert.deepEqual(said, ['served']);
  });
});

describe('a cost route', () => {
  const routes = 'routes: {r: {cost: [fake/large, fake/small], floor: 80%, rules: {hard: {words: [prove]}}}}';
  const figures = (small: number, large: number) =>
    new Map([
      ['fake/small', { passed: small, graded: 10, cost: 1 }],
      ['fake/large', { passed: large, graded: 10, cost: 9 }],
    ]);
  const measured = {
    classes: { simple: figures(10, 10), standard: figures(9, 9), hard: figures(5, 10) },
    table: new Map(),
    words: [],
    date: '2026-11-20',
    suites: [],
  };

  it('asks the cheapest target that is good enough for such a request', async () => {
    const book = await routeBook(routes, { measured: () => measured });
    const models = { small: [hello('small')], large: [hello('large')] };
    const prompts = ['Say hello', 'Prove it', 'Improve it'];
    const run = await follow({ routes, models, prompts, context: { routes: book } });
    await run.clock.advance(2000);
    assert.deepEqual(run.ends().map(answerOf), ['small', 'large', 'small']);
  });

  it('lets a model name the class of a request, which is no part of the answer and is paid for', async () => {
    const byModel = 'routes: {r: {cost: [fake/large, fake/small], floor: 80%, classify: fake/judge}}';
    const book = await routeBook(byModel, { measured: () => measured });
    const models = {
      judge: [[pause(10), text('Hard.'), usage, done], [pause(10), text('simple'), usage, done], [broken]],
      small: [hello('small')],
      large: [hello('large')],
    };
    const prompts = ['Prove it', 'Say hello', 'Go on'];
    const run = await follow({ routes: byModel, models, prompts, context: { routes: book } });
    await run.clock.advance(60_000);
    const ends = run.ends();
    // The class of the third one is not known, so it is taken for a standard one.
    assert.deepEqual(ends.map(answerOf), ['large', 'small', 'small']);
    assert.deepEqual(asked(ends[0]), ['fake/judge classify: helped', 'fake/large first: served']);
    assert.deepEqual(asked(ends[2]), ['fake/judge classify: failed', 'fake/small first: served']);
    // 10 tokens in and 5 out at $1 and $2 for a million, for the class and for the answer.
    assert.deepEqual([ends[0]?.cost?.amount, ends[2]?.cost?.amount], [0.00004, 0.00002]);
    const said = run.events.flatMap((event) => (event.type === 'cell-delta' ? [event.text] : []));
    assert.deepEqual(said.toSorted(), ['large', 'small', 'small']);
    const question = run.registry.calls.find(({ model }) => model === 'judge');
    assert.match(JSON.stringify(question?.messages), /Prove it/);
    assert.deepEqual(question?.parameters, {});
  });

  it('says that nothing was measured, and what to do', async () => {
    const run = await follow({ routes, models: { small: [], large: [] } });
    await run.clock.advance(1000);
    const [end] = run.ends();
    assert.ok(end?.type === 'cell-failed');
    assert.equal(end.error.code, 'unmeasured-route');
    assert.match(end.error.hint, /polyprompt route learn r/);
  });
});

describe('a route and the cache', () => {
  it('answers from what its models were asked before, whoever asked', async () => {
    const known = new Map<string, CellResult>();
    const cache = {
      get: (key: string) => known.get(key),
      set: (key: string, result: CellResult) => void known.set(key, result),
    };
    const models = { a: [hello('a')] };
    const routes = 'routes: {r: {fallback: [fake/a]}}';
    const alone = await follow({ routes, models, context: { cache }, target: 'fake/a' });
    await alone.clock.advance(1000);
    const routed = await follow({ routes, models, context: { cache } });
    await routed.clock.advance(1000);
    const [end] = routed.ends();
    assert.ok(end?.type === 'cell-done');
    assert.deepEqual([end.answer, end.cached, routed.registry.calls.length], ['a', true, 0]);
    assert.deepEqual(end.timing, { firstTokenMs: 100, totalMs: 150 });
  });
});

describe('a route whose models call tools', () => {
  const routes = 'routes:\n  r:\n    fallback: [fake/a, fake/b]\n';
  const called = (city: string): readonly Step[] => [
    { type: 'tool-call', id: city, name: 'weather', input: { city } },
    usage,
    { type: 'done', finishReason: 'tool-calls' },
  ];
  const loop: ToolLoop = { rules: [{ tool: 'weather', answer: { type: 'result', value: 'cold' } }], maxTurns: 8 };

  it('gives the model that serves the results of its calls', async () => {
    const run = await follow({ routes, models: { a: [called('Oslo'), hello('Cold.')], b: [] }, loop });
    await run.clock.advance(1000);
    const [cell] = Object.values(run.state()?.cells ?? {});
    assert.deepEqual([cell?.status, cell?.text, cell?.servedModel], ['done', 'Cold.', 'served']);
    assert.deepEqual(
      cell?.rounds?.map(({ results }) => results.map(({ output }) => output)),
      [['cold']],
    );
    assert.deepEqual(
      cell?.routed?.attempts.map(({ usage: used }) => used),
      [{ inputTokens: 20, outputTokens: 10 }],
    );
  });

  it('starts from nothing with the next model when one fails in a later round, and counts what was paid', async () => {
    const run = await follow({
      routes,
      models: { a: [called('Oslo'), [broken]], b: [called('Rome'), hello('Warm.')] },
      loop,
    });
    await run.clock.advance(100_000);
    const [cell] = Object.values(run.state()?.cells ?? {});
    assert.deepEqual([cell?.status, cell?.text], ['done', 'Warm.']);
    assert.deepEqual(
      cell?.rounds?.map(({ toolCalls }) => toolCalls.map(({ id }) => id)),
      [['Rome']],
    );
    const second = run.registry.calls.filter(({ model }) => model === 'b');
    assert.deepEqual(
      second.map(({ messages }) => messages.length),
      [1, 3],
    );
    assert.equal(run.events.filter((event) => event.type === 'cell-rerouted' && event.restarts).length, 1);
    const [failed, served] = cell?.routed?.attempts ?? [];
    assert.deepEqual([failed?.outcome, served?.outcome], ['failed', 'served']);
    assert.ok(
      (cell?.cost?.amount ?? 0) > (served?.cost?.amount ?? 0),
      'the first round of the model that failed is paid for',
    );
  });

  it('ends as an error where nothing answers a call, and asks no other model', async () => {
    const none = {
      ...loop,
      rules: [{ ...loop.rules[0], tool: 'other', answer: { type: 'error' as const, message: 'No.' } }],
    };
    const run = await follow({ routes, models: { a: [called('Oslo')], b: [hello('Hi')] }, loop: none });
    await run.clock.advance(1000);
    const [cell] = Object.values(run.state()?.cells ?? {});
    assert.deepEqual([cell?.status, cell?.error?.code], ['failed', 'no-tool-result']);
    assert.equal(run.registry.calls.length, 1);
    assert.equal(cell?.cost?.amount, 20 / 1e6);
  });
});
