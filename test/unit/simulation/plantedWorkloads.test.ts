import assert from 'node:assert/strict';
import { seededRandom } from '../../../src/core/providers/simulated/seed.ts';
import { candidateRoutes } from '../../../src/core/simulation/candidates.ts';
import { proposeRoutes } from '../../../src/core/simulation/proposeRoutes.ts';
import { replayRows } from '../../../src/core/simulation/replayRows.ts';
import { RouteChecks } from '../../../src/core/simulation/routeChecks.ts';
import { finishedRun } from '../../support/finishedRun.ts';
import { routeBook } from '../../support/routes.ts';

// Workloads of which it is known what the cheap model cannot do, so that the best possible saving is known as well.

const rows = 300;
const seeds = Array.from({ length: 10 }, (_, seed) => `seed ${seed}`);
const costs = { cheap: 0.001, dear: 0.02 };
const fillers =
  'the parcel arrived late again and nobody answered when we called about it yesterday so please help'.split(' ');

interface Planted {
  readonly prompt: string;
  readonly isHard: boolean;
}

type Workload = (random: () => number) => Planted;

function words(random: () => number, count: number): string {
  return Array.from({ length: count }, () => fillers[Math.floor(random() * fillers.length)] ?? '').join(' ');
}

const workloads: Readonly<Record<string, Workload>> = {
  'a word': (random) => {
    const isHard = random() < 0.3;
    return { prompt: `${isHard ? 'Prove' : 'Name'} it: ${words(random, 30)}`, isHard };
  },
  'either of two words': (random) => {
    const kind = Math.floor(random() * 6);
    const verb = ['derive', 'negotiate', 'list', 'name', 'count', 'sort'][kind] ?? '';
    return { prompt: `Please ${verb} it: ${words(random, 40)}`, isHard: kind < 2 };
  },
  'a length that is no power of two': (random) => {
    const count = 100 + Math.floor(random() * 1400);
    return { prompt: words(random, count), isHard: count > 1000 };
  },
  'how many numbers there are': (random) => {
    const count = Math.floor(random() * 12);
    const numbers = Array.from({ length: count }, () => Math.floor(random() * 1000)).join(', ');
    return { prompt: `Add up ${numbers}. ${words(random, 20 + Math.floor(random() * 60))}`, isHard: count > 6 };
  },
};

/** Share of the best possible saving that the best proposal reaches on rows that it was not learnt from. */
async function reached(workload: Workload, seed: string): Promise<number> {
  const random = seededRandom(seed);
  const planted = Array.from({ length: rows }, (_, index) => {
    const { prompt, isHard } = workload(random);
    return {
      prompt: `${prompt} #${String.fromCharCode(97 + (index % 26))}${String.fromCharCode(97 + Math.floor(index / 26))}`,
      isHard,
    };
  });
  const hard = new Set(planted.filter(({ isHard }) => isHard).map(({ prompt }) => prompt));
  const run = finishedRun(
    ['cheap', 'dear'],
    planted.map(({ prompt }) => prompt),
    (model, prompt) =>
      model === 'cheap' ? { passed: !hard.has(prompt), cost: costs.cheap } : { passed: true, cost: costs.dear },
  );
  const data = replayRows(run);
  const checks = new RouteChecks();
  const candidates = candidateRoutes(['fake/cheap', 'fake/dear'], { checks: [], floors: [0.95, 0.9] });
  const { proposals } = await proposeRoutes(data.rows, {
    book: await routeBook('routes: {}'),
    checks,
    random: seededRandom(seed),
    date: '2026-11-20',
    suites: [],
    models: data.models,
    candidates,
    constraints: { keep: 0.95 },
  });
  const possible = (1 - hard.size / rows) * (1 - costs.cheap / costs.dear);
  return (proposals[0]?.saving?.saving ?? 0) / possible;
}

describe('a planted workload', () => {
  for (const [name, workload] of Object.entries(workloads))
    it(`whose hard requests are told by ${name} gets 90% of the best possible saving in 9 of 10 seeds`, async () => {
      const shares = await Promise.all(seeds.map((seed) => reached(workload, seed)));
      const good = shares.filter((share) => share >= 0.9);
      assert.ok(good.length >= 9, shares.map((share) => share.toFixed(2)).join(' '));
    }).timeout(180_000);
});
