import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { loadCatalog } from '../../../src/core/pricing/catalog.ts';
import { priceAt } from '../../../src/core/pricing/priceAt.ts';
import type { Measurements } from '../../../src/core/routing/measurements.ts';
import { allMovedChoices } from '../../../src/core/routing/movedChoices.ts';
import { readProjectFile } from '../../../src/core/routing/readProjectFile.ts';
import { TargetHealth } from '../../../src/core/routing/targetHealth.ts';

const models = [
  {
    id: 'a/x',
    price: { input: 4, output: 20 },
    priceFrom: '2026-11-01',
    earlierPrices: [
      { price: { input: 1, output: 5 }, from: '2026-09-01', until: '2026-10-31' },
      { price: { input: 2, output: 9 }, until: '2026-08-31' },
    ],
  },
  { id: 'b/y', price: { input: 2, output: 10 } },
];
const catalog = loadCatalog([], { models, today: '2026-11-29' });
const noFiles = { read: async () => undefined, glob: async () => [], openPrompt: async () => undefined };

async function told(date: string, costs: { x: number; y: number }) {
  const text = 'routes:\n  cheap: {cost: [a/x, b/y], floor: 90%, classify: table}\n';
  const { routes } = await readProjectFile('polyprompt.yaml', text, noFiles);
  const figures = new Map([
    ['a/x', { passed: 19, graded: 20, cost: costs.x }],
    ['b/y', { passed: 19, graded: 20, cost: costs.y }],
  ]);
  const measured: Measurements = {
    classes: { simple: figures, standard: new Map(), hard: new Map() },
    table: new Map(),
    words: [],
    date,
    suites: [],
  };
  const book = {
    routes,
    health: new TargetHealth(),
    measured: () => measured,
    contextWindow: () => undefined,
    price: () => undefined,
  };
  return allMovedChoices(book, catalog);
}

describe('a route whose choice a new catalog changes', () => {
  it('says what it chooses, since when, and what is cheaper now', async () => {
    assert.deepEqual(await told('2026-10-15', { x: 0.001, y: 0.002 }), [
      'route:cheap chooses a/x for simple requests by what was measured on 2026-10-15; prices have moved since, and b/y is cheaper now. Let it learn again: polyprompt route learn cheap',
    ]);
  });

  it('says nothing where the order stays, or where it was measured at the prices of now', async () => {
    assert.deepEqual(await told('2026-10-15', { x: 0.0001, y: 0.002 }), []);
    assert.deepEqual(await told('2026-11-15', { x: 0.001, y: 0.002 }), []);
    assert.deepEqual(await told('', { x: 0.001, y: 0.002 }), []);
  });

  it('knows the price of each day', () => {
    const entry = catalog.entries.get('a/x') ?? assert.fail();
    const input = (day: string) => priceAt(entry, day)?.input;
    assert.deepEqual(
      ['2026-08-01', '2026-08-31', '2026-09-01', '2026-10-31', '2026-11-01'].map(input),
      [2, 2, 1, 1, 4],
    );
  });
});
