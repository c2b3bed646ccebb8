import assert from 'node:assert/strict';
import fc from 'fast-check';
import { PolypromptError } from '../../../src/core/errors.ts';
import { executeCells } from '../../../src/core/execute/execute.ts';
import type { ModelCall, ModelEvent } from '../../../src/core/messages.ts';
import { planRun, targetsFor } from '../../../src/core/plan/plan.ts';
import { type ProviderAccess, textOf } from '../../../src/core/providers/contract/provider.ts';
import { followRoute } from '../../../src/core/routing/followRoute.ts';
import type { Measurements } from '../../../src/core/routing/measurements.ts';
import type { RouteBook } from '../../../src/core/routing/routeCommand.ts';
import { TargetHealth } from '../../../src/core/routing/targetHealth.ts';
import type { CellFailure, CellResult, RunEvent } from '../../../src/core/run/events.ts';
import { RequestReplay } from '../../../src/core/simulation/replayRequest.ts';
import { replayRows } from '../../../src/core/simulation/replayRows.ts';
import { RouteChecks } from '../../../src/core/simulation/routeChecks.ts';
import { FakeClock } from '../../support/fakeClock.ts';
import { type Behaviour, finishedRun } from '../../support/finishedRun.ts';
import { routeBook } from '../../support/routes.ts';
import { scriptedRegistry } from '../../support/scriptedProvider.ts';
import { quietEnvironment } from '../../support/sessionContext.ts';

const models: readonly string[] = ['a', 'b', 'c', 'd'];
const prompts = Array.from({ length: 12 }, (_, index) => `Prompt ${index}`);
const usage = { inputTokens: 1_000_000, outputTokens: 0 };
const prices: ReadonlyMap<string, number> = new Map(models.map((name, index) => [`fake/${name}`, 1 + index]));

const figures = (cheap: number) =>
  new Map(models.map((name, index) => [`fake/${name}`, { graded: 10, passed: index < cheap ? 5 : 10 }]));
const measured: Measurements = {
  classes: { simple: figures(0), standard: figures(2), hard: figures(3) },
  table: new Map(),
  words: [],
  date: '',
  suites: [],
};

/** Times of a model end in a digit of its own: no two things happen at once. */
const behaviour = (index: number): fc.Arbitrary<Behaviour> =>
  fc
    .record({
      kind: fc.oneof({ weight: 3, arbitrary: fc.constant('answers') }, { weight: 2, arbitrary: fc.constant('fails') }),
      answer: fc.constantFrom('yes', 'no'),
      finishReason: fc.constantFrom('stop', 'stop', 'refusal', 'content-filter', 'length'),
      fails: fc.constantFrom(
        'server-error',
        'rate-limited',
        'request-rejected',
        'invalid-key',
        'connection-failed',
        'context-too-long',
        'internal',
      ),
      retryAfterMs: fc.option(fc.integer({ min: 1, max: 900 }), { nil: undefined }),
      firstTokenMs: fc.integer({ min: 1, max: 200 }),
      rest: fc.integer({ min: 1, max: 100 }),
    })
    .map(({ kind, answer, finishReason, fails, retryAfterMs, firstTokenMs, rest }) => ({
      firstTokenMs: firstTokenMs * 10 + index * 2,
      totalMs: (firstTokenMs + rest) * 10 + index * 2 + 1,
      ...(kind === 'answers'
        ? { answer, finishReason, cost: index + 1 }
        : { fails, ...(fails === 'rate-limited' && retryAfterMs !== undefined ? { retryAfterMs } : {}) }),
    }));

const behaviours = fc.tuple(...prompts.map(() => fc.tuple(behaviour(0), behaviour(1), behaviour(2), behaviour(3))));

/** A route that may lead to models, and to routes behind it. */
function routeAt(index: number, count: number) {
  const later = Array.from({ length: count - index - 1 }, (_, next) => `route:r${index + next + 1}`);
  const target = fc.constantFrom(...models.map((name) => `fake/${name}`), ...later);
  const list = fc.uniqueArray(target, { minLength: 1, maxLength: 3 });
  const timeout = fc.constantFrom<{ timeout?: number }>({}, { timeout: 700.5 });
  const causes = ['server', 'rate-limit', 'refusal', 'content-policy', 'cut', 'timeout', 'access', 'network'];
  const hedge = fc.constantFrom<{ hedge?: number | string }>({}, { hedge: 'p95' }, { hedge: 300.5 });
  const fallback = fc.record(
    {
      fallback: list,
      retries: fc.integer({ min: 0, max: 2 }),
      on: fc.uniqueArray(fc.constantFrom(...causes), { minLength: 1 }),
      'context-too-long': list,
      'content-policy': list,
      cooldown: fc.constantFrom(false, { failures: 0, rest: '5s' }, { failures: 1, window: '4s', rest: '2s' }),
      depth: fc.integer({ min: 1, max: 3 }),
    },
    { requiredKeys: ['fallback'] },
  );
  const cascade = fc.record(
    {
      cascade: list,
      on: fc.uniqueArray(fc.constantFrom('check', 'unsure', 'cut', 'refusal', 'error'), { minLength: 1 }),
      assert: fc.constant([{ type: 'contains', value: 'yes' }]),
    },
    { requiredKeys: ['cascade'] },
  );
  const latency = fc.record(
    { latency: list, tolerance: fc.constantFrom(0, 0.3), measure: fc.constantFrom('first-token', 'total') },
    { requiredKeys: ['latency'] },
  );
  return fc
    .tuple(
      fc.oneof(
        fallback,
        cascade,
        fc.tuple(latency, hedge).map(([route, one]) => ({ ...route, ...one })),
        fc.record({ cost: list, floor: fc.constantFrom(0.4, 0.9) }),
        list.map((targets) => ({ weighted: Object.fromEntries(targets.map((one, at) => [one, at + 1])) })),
        fc.tuple(target, list).map(([serve, compare]) => ({ shadow: { serve, compare, share: 0.5 } })),
      ),
      timeout,
    )
    .map(([route, limit]) => ({ ...route, ...limit }));
}

const routeFile = fc
  .tuple(routeAt(0, 4), routeAt(1, 4), routeAt(2, 4), routeAt(3, 4))
  .map((routes) => JSON.stringify({ routes: Object.fromEntries(routes.map((route, at) => [`r${at}`, route])) }));

const bookOf = (text: string): Promise<RouteBook> =>
  routeBook(text, { measured: () => measured, price: (model) => prices.get(model) });

/** One of the models as it behaves: the first word, the rest, and the end. */
async function* play(
  clock: FakeClock,
  { totalMs = 0, firstTokenMs = 0, answer = '', fails, retryAfterMs, finishReason = 'stop' }: Behaviour,
  signal: AbortSignal,
): AsyncGenerator<ModelEvent> {
  if (fails) {
    await clock.sleep(totalMs, signal);
    throw new PolypromptError(fails, 'No.', retryAfterMs === undefined ? {} : { retryAfterMs });
  }
  await clock.sleep(firstTokenMs, signal);
  yield { type: 'text', text: answer };
  await clock.sleep(totalMs - firstTokenMs, signal);
  yield { type: 'usage', usage };
  yield { type: 'done', finishReason };
}

type Behave = (model: string, prompt: string) => Behaviour;

interface Came {
  readonly served: string | null;
  /** Each with why it was asked. */
  readonly attempts: readonly string[];
  readonly totalMs: number;
  /** Undefined where some of it is not known; a run says of nothing, too, that it does not know. */
  readonly cost: number | undefined;
}

/** Sends the prompts through `route:r0`, each when the one before is over; `began` are the times of the clock. */
async function live(text: string, behave: Behave): Promise<readonly LiveCame[]> {
  const clock = new FakeClock();
  const routes = await bookOf(text);
  const came: LiveCame[] = [];
  for (const prompt of prompts) {
    const began = clock.now();
    came.push({ began, ...cameTo(await runOne({ prompt, clock, routes, behave })) });
    assert.equal(clock.pending, 0);
  }
  return came;
}

interface LiveCame extends Came {
  readonly began: number;
  /** One request was given up for the first word of another. */
  readonly isRaced: boolean;
}

interface One {
  readonly prompt: string;
  readonly clock: FakeClock;
  readonly routes: RouteBook;
  readonly behave: Behave;
}

async function runOne({ prompt, clock, routes, behave }: One): Promise<CellResult | CellFailure> {
  const events: RunEvent[] = [];
  const registry = scriptedRegistry(clock, {});
  const stream = ({ model, messages }: ModelCall, _access: ProviderAccess, signal: AbortSignal) =>
    play(clock, behave(model, messages.map(textOf).join('')), signal);
  const handle = executeCells(
    {
      registry: {
        ...registry,
        resolve: (id) => {
          const found = registry.resolve(id);
          return { ...found, provider: { ...found.provider, stream } };
        },
      },
      environment: quietEnvironment(clock),
      catalog: {
        entries: new Map([...prices].map(([id, input]) => [id, { id, price: { input, output: 0 } }])),
      },
      emit: (event) => events.push(event),
      routes,
    },
    planRun({
      runId: 'live',
      prompt: 'p',
      promptVersion: 'v',
      targets: targetsFor(['route:r0'], {}),
      cases: [{ caseId: prompt, inputs: {}, messages: [{ role: 'user', parts: [{ type: 'text', text: prompt }] }] }],
    }),
  );
  let isOver = false;
  void handle.ended.then(() => {
    isOver = true;
  });
  for (let turn = 0; !isOver && turn < 1000; turn++) await clock.advance(500);
  const end = events.find((event) => event.type === 'cell-done' || event.type === 'cell-failed');
  return end ?? assert.fail(`no end of ${prompt}`);
}

/** Shadows, and what a route that is one asks, begin at the same moment as what they are compared with: their order says nothing. */
function inOrder(attempts: readonly string[], routes: string): readonly string[] {
  return routes.includes('"shadow"') ? attempts.toSorted() : attempts;
}

function cameTo({ routed, timing, cost }: CellResult | CellFailure): Omit<LiveCame, 'began'> {
  return {
    served: routed?.served ?? null,
    attempts: (routed?.attempts ?? []).map(
      ({ model, route, reason, because }) => `${model} of ${route}: ${reason} ${because ?? ''}`,
    ),
    totalMs: timing.totalMs,
    cost: cost === null || cost.atLeast ? undefined : cost.amount,
    isRaced: (routed?.attempts ?? []).some(({ outcome }) => outcome === 'cancelled'),
  };
}

/** The same requests, replayed at the same times over what each model by itself would have done with each prompt. */
async function simulated(text: string, behave: Behave, times: readonly number[]): Promise<readonly Came[]> {
  const data = replayRows(finishedRun(models, prompts, behave));
  const book: RouteBook = { ...(await bookOf(text)), health: new TargetHealth() };
  const checks = new RouteChecks();
  await checks.prepare(book.routes.values(), data);
  return data.rows.map((row, index) => {
    const world = {
      outages: [],
      random: () => 0.5,
      checked: (...asked: Parameters<RouteChecks['of']>) => checks.of(...asked),
      classified: () => 'standard' as const,
    };
    const replay = new RequestReplay(world, row, { now: times[index] ?? 0, progress: 0 });
    const start = { book, request: row.request, now: () => replay.now(), random: world.random };
    const { served, attempts, totalMs, cost, unknownCosts } = replay.run(followRoute('r0', start));
    return {
      served: served?.model ?? null,
      attempts: attempts.map(
        ({ ask: { model, route, reason, because } }) => `${model} of ${route}: ${reason} ${because ?? ''}`,
      ),
      totalMs,
      cost: unknownCosts > 0 || cost === 0 ? undefined : cost,
    };
  });
}

describe('the simulator', () => {
  it('says of every route and request what the run itself does: who is asked, who serves, how long and at what cost', async () => {
    await fc.assert(
      fc.asyncProperty(routeFile, behaviours, async (text, table) => {
        const behave: Behave = (model, prompt) => table[prompts.indexOf(prompt)]?.[models.indexOf(model)] ?? {};
        const came = await live(text, behave);
        const replayed = await simulated(
          text,
          behave,
          came.map(({ began }) => began),
        );
        for (const [index, { began: _began, isRaced, ...really }] of came.entries()) {
          // Who lost a race is counted as if it had gone on: nobody knows what was saved.
          const { cost, ...rest } = replayed[index] ?? assert.fail();
          const expected = isRaced ? { ...really, cost } : really;
          assert.deepEqual(
            { index, ...rest, cost, attempts: inOrder(rest.attempts, text) },
            { index, ...expected, attempts: inOrder(expected.attempts, text) },
          );
        }
      }),
      { numRuns: 100 },
    );
  }).timeout(60_000);
});
