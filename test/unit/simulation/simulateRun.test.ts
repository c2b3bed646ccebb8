import assert from 'node:assert/strict';
import { readOutage } from '../../../src/core/simulation/outage.ts';
import { type SimulateOptions, simulateRun } from '../../../src/core/simulation/simulateRun.ts';
import { evalCase } from '../../support/evalCase.ts';
import { finishedRun } from '../../support/finishedRun.ts';
import { routeBook } from '../../support/routes.ts';

const prompts = Array.from({ length: 40 }, (_, index) => `Prompt ${index}`);
const run = finishedRun(['cheap', 'dear'], prompts, (model) => ({
  passed: true,
  cost: model === 'cheap' ? 0.001 : 0.1,
}));

async function simulate(routes: string, own: Partial<SimulateOptions> = {}) {
  const options = { cases: [], date: '2026-11-20', constraints: { keep: 0.95 }, ...own };
  const { routes: simulated } = await simulateRun(run, { book: await routeBook(routes), ...options });
  return new Map(simulated.map((result) => [result.target, result]));
}

async function notesOf(routes: string): Promise<readonly string[]> {
  const options = { cases: [], date: '2026-11-20', constraints: { keep: 0.95 } };
  return (await simulateRun(run, { book: await routeBook(routes), ...options })).notes;
}

function outage(text: string) {
  return [readOutage(text) ?? assert.fail(text)];
}

describe('a simulation of a run', () => {
  it('lets a route that has learnt nothing learn from the rows as they were, whatever trouble is put in', async () => {
    const routes = 'routes: {r: {cost: [fake/cheap, fake/dear], floor: 90%}}';
    const found = await simulate(routes, { outages: outage('fake/cheap=down:50%') });
    // It still knows that the cheap one is good enough, and asks it wherever it is there.
    assert.deepEqual(
      found.get('route:r')?.shares,
      new Map([
        ['fake/cheap', 20],
        ['fake/dear', 20],
      ]),
    );
  });

  it('knows how long a model takes that only waited behind requests of ours', async () => {
    const slots = finishedRun(['one'], prompts, (_model, prompt) => {
      const atOnce = Number(prompt.slice('Prompt '.length)) < 20 ? 8 : 1;
      return { passed: true, totalMs: 1000 * atOnce, firstTokenMs: 1000 * atOnce - 600, atOnce };
    });
    const options = { cases: [], date: '2026-11-20', constraints: { keep: 0.95 } };
    const found = await simulateRun(slots, {
      book: await routeBook('routes: {r: {fallback: [fake/one]}}'),
      ...options,
    });
    const [model] = found.models;
    assert.deepEqual([Math.round(model?.p50 ?? 0), Math.round(model?.p95 ?? 0)], [1000, 1000]);
  });

  it('gives a route the same figures whichever others stand beside it', async () => {
    const outages = outage('fake/cheap=errors:30%');
    const routes = 'routes: {other: {fallback: [fake/cheap, fake/dear]}, r: {fallback: [fake/cheap, fake/dear]}}';
    const together = await simulate(routes, { outages });
    const alone = await simulate(routes, { outages, routes: ['r'] });
    assert.deepEqual(together.get('route:r'), alone.get('route:r'));
    assert.deepEqual(together.get('route:other')?.shares, alone.get('route:r')?.shares);
  });

  it('lets a latency route with a floor learn as well, and asks none that is not good enough', async () => {
    const uneven = finishedRun(['quick', 'good'], prompts, (model) => ({
      passed: model === 'good',
      totalMs: model === 'quick' ? 100 : 900,
    }));
    const book = await routeBook('routes: {r: {latency: [fake/quick, fake/good], measure: total, floor: 90%}}');
    const { routes, notes } = await simulateRun(uneven, {
      book,
      cases: [],
      date: '2026-11-20',
      constraints: { keep: 0.95 },
    });
    assert.deepEqual(routes[0]?.shares, new Map([['fake/good', 40]]));
    assert.deepEqual(notes, ['route:r has learnt nothing yet: here it goes by these very rows, which flatters it.']);
  });

  it('says how many rows are made up', async () => {
    const book = await routeBook('routes: {}');
    const cases = prompts.map((id, index) => evalCase(id, { metadata: index < 15 ? { source: 'edge' } : {} }));
    const options = { book, date: '2026-11-20', constraints: { keep: 0.95 } };
    const { notes } = await simulateRun(run, { ...options, cases });
    assert.deepEqual(notes, ['15 of 40 rows are synthetic: every rate is of both kinds.']);
  });

  it('proposes nothing over one model, which nothing can be routed to', async () => {
    const one = finishedRun(['only'], prompts, () => ({ passed: true }));
    const options = { cases: [], date: '2026-11-20', constraints: { keep: 0.95 } };
    const { proposals, ways } = await simulateRun(one, { book: await routeBook('routes: {}'), ...options });
    assert.deepEqual([proposals, ways], [undefined, undefined]);
  });

  it('says which answers the checks of a route could not decide, since a judge would have to run', async () => {
    const routes = 'routes: {r: {cascade: [fake/cheap, fake/dear], assert: [{type: llm-rubric, value: is kind}]}}';
    assert.deepEqual(await notesOf(routes), [
      'route:r: its checks could not say anything of 80 answers; a judge or a script would have to run.',
    ]);
    assert.deepEqual(await notesOf('routes: {r: {cascade: [fake/cheap, fake/dear], assert: [{type: is-json}]}}'), []);
  });

  it('names the models that a route lacks, and neither its routes nor those that ran', async () => {
    const routes = `
routes:
  inner: {fallback: [fake/cheap]}
  r: {fallback: [fake/gone, route:inner, fake/cheap, fake/away]}
`;
    assert.deepEqual(await notesOf(routes), ['route:r is left out: fake/gone, fake/away did not run in this eval.']);
  });
});
