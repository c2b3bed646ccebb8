import assert from 'node:assert/strict';
import { seededRandom } from '../../../src/core/providers/simulated/seed.ts';
import { readOutage } from '../../../src/core/simulation/outage.ts';
import { replayRows } from '../../../src/core/simulation/replayRows.ts';
import { RouteChecks } from '../../../src/core/simulation/routeChecks.ts';
import { mergeParts, type SimulationOptions, simulateTarget } from '../../../src/core/simulation/simulateRoute.ts';
import { type Behaviour, finishedRun } from '../../support/finishedRun.ts';
import { routeBook } from '../../support/routes.ts';

const prompts = Array.from({ length: 20 }, (_, index) => `Prompt ${index}`);

interface Simulated extends Partial<Pick<SimulationOptions, 'requests'>> {
  readonly routes?: string;
  readonly outages?: readonly string[];
  readonly behave?: (model: string, prompt: string) => Behaviour;
}

/** Simulates `route:r`, or a model, over a run of models a, b and c. */
async function simulate(
  target: string,
  { routes = 'routes: {}', outages = [], behave = () => ({}), ...rest }: Simulated,
) {
  const data = replayRows(finishedRun(['a', 'b', 'c'], prompts, behave));
  const book = await routeBook(routes);
  const checks = new RouteChecks();
  await checks.prepare(book.routes.values(), data);
  const read = outages.map((text) => readOutage(text) ?? assert.fail(text));
  return simulateTarget(target, data.rows, { book, checks, outages: read, random: seededRandom('x'), ...rest });
}

const passesHalf = (model: string, prompt: string): Behaviour => ({
  passed: model !== 'a' || Number(prompt.slice(7)) % 2 === 0,
  cost: model === 'a' ? 0.001 : 0.01,
  totalMs: model === 'a' ? 100 : 400,
});

describe('a simulated model', () => {
  it('has the figures of the run', async () => {
    const result = await simulate('fake/a', { behave: passesHalf });
    assert.equal(result.costPer1000?.toFixed(9), '1.000000000');
    assert.deepEqual([result.quality, result.p50, result.p95, result.answered], [0.5, 100, 100, 20]);
    assert.ok(result.interval && result.interval.low < 0.5 && result.interval.high > 0.5);
  });

  it('has an interval by its rows, however often each is sent', async () => {
    const once = await simulate('fake/a', { behave: passesHalf });
    const often = await simulate('fake/a', { behave: passesHalf, requests: 2000 });
    assert.deepEqual(often.interval, once.interval);
    assert.equal(often.requests, 2000);
  });

  it('loses what an outage takes', async () => {
    const down = await simulate('fake/a', { outages: ['fake=down:10%'], requests: 1000, behave: passesHalf });
    assert.equal(down.answered, 900);
    const failing = await simulate('fake/a', { outages: ['fake/a=errors:30%'], requests: 1000, behave: passesHalf });
    assert.ok(failing.answered > 650 && failing.answered < 750, String(failing.answered));
    const elsewhere = await simulate('fake/a', { outages: ['fake/b=down:50%'], requests: 1000 });
    assert.equal(elsewhere.answered, 1000);
  });
});

describe('a simulated route', () => {
  it('loses nothing over three steps with the first failing 30% and the second away', async () => {
    const routes = 'routes: {r: {fallback: [fake/a, fake/b, fake/c]}}';
    const result = await simulate('route:r', {
      routes,
      requests: 10_000,
      outages: ['fake/a=errors:30%', 'fake/b=down:60%'],
    });
    assert.equal(result.answered, 10_000);
    assert.deepEqual([...result.shares.keys()].sort(), ['fake/a', 'fake/b', 'fake/c']);
  });

  it('rests a target that storms with 429, and asks it less for that', async () => {
    const outages = ['fake/a=limited:50%'];
    const [resting, restless] = await Promise.all(
      ['', ', cooldown: false'].map((rule) =>
        simulate('route:r', { routes: `routes: {r: {fallback: [fake/a, fake/b]${rule}}}`, outages, requests: 1000 }),
      ),
    );
    assert.equal(resting?.answered, 1000);
    assert.equal(restless?.asksPerRequest, 1.5);
    assert.ok(resting && resting.asksPerRequest < 1.05, String(resting?.asksPerRequest));
  });

  it('escalates by its own checks, and pays for both', async () => {
    const behave = (model: string, prompt: string): Behaviour => ({
      ...passesHalf(model, prompt),
      answer: model === 'a' && Number(prompt.slice(7)) % 2 === 1 ? 'no idea' : '{}',
    });
    const routes = 'routes: {r: {cascade: [fake/a, fake/b], assert: [{type: is-json}]}}';
    const result = await simulate('route:r', { routes, behave });
    assert.deepEqual([result.quality, result.asksPerRequest, result.p50], [1, 1.5, 300]);
    assert.equal(Math.round((result.costPer1000 ?? 0) * 1000), 6000);
  });

  it('gives up an answer that takes longer than its time limit, whose words nobody can price', async () => {
    const behave = (model: string): Behaviour =>
      model === 'a' ? { firstTokenMs: 100, totalMs: 900 } : { totalMs: 300, cost: 2 };
    const routes = 'routes: {r: {fallback: [fake/a, fake/b], timeout: 500ms}}';
    const late = await simulate('route:r', { routes, behave, requests: 1 });
    assert.deepEqual(
      [late.p50, late.costPer1000, late.costAtLeast, ...late.shares.keys()],
      [800, 2000, true, 'fake/b'],
    );
    const silent = (model: string): Behaviour => ({ ...behave(model), firstTokenMs: model === 'a' ? 700 : 100 });
    const unsaid = await simulate('route:r', { routes, behave: silent, requests: 1 });
    assert.deepEqual([unsaid.costPer1000, unsaid.costAtLeast], [2000, false]);
    const patient = await simulate('route:r', { routes: routes.replace('500ms', '1s'), behave, requests: 1 });
    assert.deepEqual([patient.p50, ...patient.shares.keys()], [900, 'fake/a']);
  });

  it('hedges with both costs and the time of the first word', async () => {
    const behave = (model: string): Behaviour =>
      model === 'a' ? { firstTokenMs: 900, totalMs: 1000 } : { firstTokenMs: 100, totalMs: 300 };
    const routes = 'routes: {r: {latency: [fake/a, fake/b], hedge: 200ms}}';
    const result = await simulate('route:r', { routes, behave, requests: 1 });
    assert.deepEqual([result.p50, result.costPer1000, [...result.shares.keys()]], [500, 2000, ['fake/b']]);
  });

  it('asks the second at once when the first fails before its time is over', async () => {
    const behave = (model: string): Behaviour =>
      model === 'a' ? { fails: 'overloaded', totalMs: 100 } : { totalMs: 300 };
    const routes = 'routes: {r: {latency: [fake/a, fake/b], hedge: 200ms}}';
    const result = await simulate('route:r', { routes, behave, requests: 1 });
    assert.deepEqual([result.answered, result.p50, [...result.shares.keys()]], [1, 400, ['fake/b']]);
  });

  it('waits for the second when the first fails while both are asked', async () => {
    const behave = (model: string): Behaviour =>
      model === 'a' ? { fails: 'overloaded', totalMs: 250 } : { firstTokenMs: 100, totalMs: 300 };
    const routes = 'routes: {r: {latency: [fake/a, fake/b], hedge: 200ms}}';
    const result = await simulate('route:r', { routes, behave, requests: 1 });
    assert.deepEqual([result.answered, result.p50, [...result.shares.keys()]], [1, 500, ['fake/b']]);
  });

  it('lets the first serve where both say their first word at the same moment', async () => {
    const routes = 'routes: {r: {latency: [fake/a, fake/b], hedge: 200ms}}';
    const behave = (model: string): Behaviour =>
      model === 'a' ? { totalMs: 900, firstTokenMs: 300 } : { totalMs: 200, firstTokenMs: 100 };
    const result = await simulate('route:r', { routes, behave, requests: 1 });
    assert.deepEqual([...result.shares], [['fake/a', 1]]);
  });

  it('does not hedge a route whose own hedge has begun to answer', async () => {
    const behave = (model: string): Behaviour =>
      model === 'a' ? { firstTokenMs: 900, totalMs: 1000 } : { firstTokenMs: 100, totalMs: 500 };
    const routes = `
routes:
  inner: {latency: [fake/a, fake/b], hedge: 200ms}
  r: {latency: [route:inner, fake/c], hedge: 400ms}
`;
    const result = await simulate('route:r', { routes, behave, requests: 1 });
    assert.deepEqual([result.asksPerRequest, result.p50, [...result.shares.keys()]], [2, 700, ['fake/b']]);
  });

  it('counts a shadow that is only compared', async () => {
    const routes = 'routes: {r: {shadow: {serve: fake/a, compare: [fake/b]}}}';
    const result = await simulate('route:r', { routes });
    assert.deepEqual([result.asksPerRequest, result.p50, result.costPer1000], [2, 100, 2000]);
  });

  it('says that a run lacks what it asks for', async () => {
    await assert.rejects(simulate('route:r', { routes: 'routes: {r: {fallback: [fake/z]}}' }));
  });

  it('keeps unknown costs apart from nothing', async () => {
    const data = finishedRun(['a'], ['p'], () => ({ passed: true }));
    const [cell] = Object.values(data.cells);
    assert.ok(cell);
    const { cost: _unknown, ...rest } = cell;
    const rows = replayRows({ ...data, cells: { [cell.id]: rest } }).rows;
    const options = { book: await routeBook('routes: {}'), checks: new RouteChecks(), random: () => 0 };
    assert.equal(simulateTarget('fake/a', rows, options).costPer1000, undefined);
  });
});

describe('the stored answers of a run', () => {
  it('have a cause to move on only where something was wrong with them', () => {
    const behaviours: Readonly<Record<string, Behaviour>> = {
      whole: {},
      refused: { finishReason: 'refusal' },
      filtered: { finishReason: 'content-filter' },
      long: { finishReason: 'length' },
      busy: { fails: 'rate-limited' },
      impossible: { fails: 'invalid-prompt' },
    };
    const run = finishedRun(['a'], Object.keys(behaviours), (_model, prompt) => behaviours[prompt] ?? {});
    const causes = replayRows(run).rows.map(({ caseId, answers }) => [caseId, answers.get('fake/a')?.cause ?? 'none']);
    assert.deepEqual(Object.fromEntries(causes), {
      whole: 'none',
      refused: 'refusal',
      filtered: 'content-policy',
      long: 'cut',
      busy: 'rate-limit',
      impossible: 'none',
    });
  });
});

describe('parts of a simulation that are joined', () => {
  it('know their cost in part only where one of them does', async () => {
    const part = await simulate('fake/a', { behave: passesHalf });
    const byRow = { outcomes: part.outcomes, served: part.served, costs: part.costs, times: part.times };
    const join = (...parts: readonly (typeof part)[]) => mergeParts('route:r', parts, byRow);
    assert.equal(join(part, part).costAtLeast, false);
    assert.equal(join(part, { ...part, costAtLeast: true }).costAtLeast, true);
    assert.equal(join(part, { ...part, costPer1000: undefined }).costPer1000, undefined);
  });
});

describe('an outage', () => {
  it('is written as target, word and share', () => {
    assert.deepEqual(readOutage('openai=down:10%'), {
      target: 'openai',
      cause: 'network',
      afterMs: 50,
      share: 1,
      from: 0.45,
      to: 0.55,
    });
    assert.equal(readOutage('openai/x=refusal:5%')?.cause, 'refusal');
    for (const wrong of ['openai', 'openai=down', 'openai=sad:3%', 'openai=down:0%', 'openai=down:101%'])
      assert.equal(readOutage(wrong), undefined, wrong);
  });
});
