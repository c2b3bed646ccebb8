import assert from 'node:assert/strict';
import { seededRandom } from '../../../src/core/providers/simulated/seed.ts';
import { candidateRoutes } from '../../../src/core/simulation/candidates.ts';
import { paretoFront } from '../../../src/core/simulation/pareto.ts';
import { proposeRoutes } from '../../../src/core/simulation/proposeRoutes.ts';
import { replayRows } from '../../../src/core/simulation/replayRows.ts';
import { RouteChecks } from '../../../src/core/simulation/routeChecks.ts';
import { type Behaviour, finishedRun } from '../../support/finishedRun.ts';
import { routeBook } from '../../support/routes.ts';

async function search(prompts: readonly string[], behave: (model: string, prompt: string) => Behaviour, keep = 0.95) {
  const data = replayRows(finishedRun(['cheap', 'dear'], prompts, behave));
  const checks = new RouteChecks();
  const candidates = candidateRoutes(['fake/cheap', 'fake/dear'], {
    checks: [{ type: 'is-json', negated: false }],
    floors: [keep],
  });
  await checks.prepare(
    candidates.map(({ route }) => route),
    data,
  );
  return proposeRoutes(data.rows, {
    book: await routeBook('routes: {}'),
    checks,
    random: seededRandom('x'),
    date: '2026-11-20',
    suites: [],
    models: data.models,
    candidates,
    constraints: { keep },
  });
}

const cost = (model: string) => (model === 'cheap' ? 0.001 : 0.1);
const numbered = (count: number, text: (index: number) => string) =>
  Array.from({ length: count }, (_, index) => text(index));

describe('the search for routes', () => {
  it('finds that the answer itself tells where the cheap model fails', async () => {
    const found = await search(
      numbered(90, (index) => `Prompt ${index}`),
      (model, prompt) => {
        const fails = model === 'cheap' && Number(prompt.slice(7)) % 3 === 0;
        return { passed: !fails, answer: fails ? 'Hm' : '{}', cost: cost(model) };
      },
    );
    assert.equal(found.frontier.target, 'fake/dear');
    const [best] = found.proposals;
    assert.equal(best?.candidate?.route.kind, 'cascade');
    assert.equal(best?.result.quality, 1);
    assert.ok(best?.saving && best.saving.low > 0.4 && best.saving.low < best.saving.saving);
    assert.deepEqual([found.expected?.quality, found.tooThin], [1, undefined]);
  });

  it('finds that a word of the prompt tells it, judged on rows it was not learnt from', async () => {
    const found = await search(
      numbered(100, (index) => (index % 4 === 0 ? `Please prove number ${index}` : `Please name number ${index}`)),
      (model, prompt) => ({ passed: model === 'dear' || !prompt.includes('prove'), answer: '{}', cost: cost(model) }),
    );
    const [best] = found.proposals;
    assert.equal(best?.candidate?.route.kind, 'cost');
    assert.equal(best?.result.quality, 1);
    assert.deepEqual(best?.measured?.words, ['prove']);
  });

  it('is not taken in by failures without a pattern', async () => {
    const random = seededRandom('coin');
    const fails = new Set(numbered(200, (index) => `Prompt ${index}`).filter(() => random() < 0.4));
    const found = await search(
      numbered(200, (index) => `Prompt ${index}`),
      (model, prompt) => ({ passed: model === 'dear' || !fails.has(prompt), answer: '{}', cost: cost(model) }),
    );
    assert.deepEqual(found.proposals, []);
  });

  it('proposes a model alone where it is good enough', async () => {
    const found = await search(
      numbered(50, (index) => `Prompt ${index}`),
      (model) => ({ passed: true, cost: cost(model), answer: '{}' }),
      0.9,
    );
    // The cheap one is the best single model itself: nothing is to be gained.
    assert.equal(found.frontier.target, 'fake/cheap');
    assert.deepEqual(found.proposals, []);
    const worse = await search(
      numbered(50, (index) => `Prompt ${index}`),
      (model, prompt) => ({ passed: model === 'dear' || prompt !== 'Prompt 7', cost: cost(model), answer: '{}' }),
      0.9,
    );
    assert.deepEqual(
      worse.proposals.map(({ candidate, result }) => [candidate, result.target]),
      [[undefined, 'fake/cheap']],
    );
  });

  it('says that few rows prove little', async () => {
    const found = await search(['a', 'b'], (model) => ({ passed: model === 'dear', cost: cost(model) }));
    assert.match(found.tooThin ?? '', /2 rows prove little/);
  });
});

describe('the Pareto front', () => {
  it('is what nothing else beats in both', () => {
    const point = (name: string, quality: number, costPer1000: number | undefined) => ({ name, quality, costPer1000 });
    const points = [
      point('a', 0.5, 1),
      point('b', 0.4, 2),
      point('c', 0.9, 5),
      point('d', 0.9, 6),
      point('e', 1, undefined),
    ];
    assert.deepEqual(
      paretoFront(points).map(({ name }) => name),
      ['a', 'c'],
    );
  });
});
