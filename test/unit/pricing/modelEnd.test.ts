import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { loadCatalog } from '../../../src/core/pricing/catalog.ts';
import { describeEnd, endOf, endsWithin } from '../../../src/core/pricing/modelEnd.ts';
import { modelsOfTier } from '../../../src/core/routing/tiers.ts';

const models = [
  { id: 'a/old', endsOn: '2026-08-16' },
  { id: 'a/first', endsOn: '2026-12-11', successor: 'a/second', endSource: 'https://a.example/ends' },
  { id: 'a/second', endsOn: '2027-01-14', successor: 'a/third' },
  { id: 'a/third', endsOn: '2027-06-01' },
  { id: 'a/loop', endsOn: '2026-12-11', successor: 'a/loop' },
  { id: 'a/lasting' },
];
const on = (today: string) => loadCatalog([], { models, today });
const said = (model: string, today: string) => {
  const end = endOf(on(today), model);
  return end && describeEnd(end);
};

describe('the end of a model', () => {
  it('is told with its day, how far that is, and what is to be asked instead', () => {
    assert.equal(said('a/second', '2026-11-29'), 'ends 2027-01-14, in 46 days; successor a/third');
    assert.equal(said('a/second', '2027-01-13'), 'ends 2027-01-14, tomorrow; successor a/third');
    assert.equal(said('a/second', '2027-01-14'), 'ends 2027-01-14, today; successor a/third');
    assert.equal(said('a/second', '2027-01-15'), 'ended 2027-01-14, 1 day ago; successor a/third');
    assert.equal(said('a/old', '2026-11-29'), 'ended 2026-08-16, 105 days ago');
    assert.equal(said('a/lasting', '2026-11-29'), undefined);
  });

  it('names the successor of a successor that ends soon itself, and none that comes back to it', () => {
    assert.equal(said('a/first', '2026-11-29'), 'ends 2026-12-11, in 12 days; successor a/third');
    assert.equal(said('a/first', '2026-10-29'), 'ends 2026-12-11, in 43 days; successor a/second');
    assert.equal(said('a/loop', '2026-11-29'), 'ends 2026-12-11, in 12 days');
  });

  it('counts within 60 days unless said otherwise, the first end first, each model once', () => {
    const named = ['a/third', 'a/second', 'a/first', 'a/old', 'a/lasting', 'b/unknown', 'a/old'];
    const within = (days?: number) => endsWithin(on('2026-11-29'), named, days).map(({ model }) => model);
    assert.deepEqual(within(), ['a/old', 'a/first', 'a/second']);
    assert.deepEqual(within(12), ['a/old', 'a/first']);
    assert.deepEqual(within(365), ['a/old', 'a/first', 'a/second', 'a/third']);
    assert.deepEqual(endsWithin(loadCatalog([], { models }), named), []);
  });

  it('says of the shipped catalog what the vendors have announced', () => {
    const catalog = loadCatalog([], { today: '2026-11-29' });
    const ends = (model: string) => endOf(catalog, model)?.endsOn;
    assert.equal(ends('anthropic/claude-sonnet-4-5'), '2026-11-30');
    assert.equal(ends('google/gemini-2.5-pro'), '2026-12-01');
    assert.equal(ends('google/gemini-2.5-flash-lite'), undefined);
    assert.equal(ends('openai/gpt-5-mini'), '2026-12-11');
    assert.equal(ends('anthropic/claude-opus-4-5'), '2027-01-22');
    assert.equal(endOf(catalog, 'anthropic/claude-sonnet-4-5')?.successor, 'anthropic/claude-sonnet-5-5');
    for (const { id, endsOn, endSource, successor } of catalog.entries.values()) {
      if (endsOn !== undefined) assert.ok(endSource, id);
      if (successor !== undefined) assert.ok(successor.startsWith(`${id.split('/')[0]}/`), id);
    }
  });

  it('keeps a model that has ended out of its tier', () => {
    const fast = [
      { id: 'a/ended', tier: 'fast', date: '2026-11-01', endsOn: '2026-11-28', price: { input: 1, output: 1 } },
      { id: 'a/ending', tier: 'fast', date: '2026-11-01', endsOn: '2026-12-28', price: { input: 1, output: 1 } },
      { id: 'a/lasting', tier: 'fast', date: '2026-10-01', price: { input: 1, output: 1 } },
    ];
    const choose = (from: typeof fast) =>
      modelsOfTier(
        { tier: 'fast' },
        { catalog: loadCatalog([], { models: from, today: '2026-11-29' }), tiers: new Map(), isUsable: () => true },
      );
    assert.deepEqual(choose(fast), ['a/lasting']);
    assert.deepEqual(choose(fast.slice(0, 2)), ['a/ending']);
    assert.throws(() => choose(fast.slice(0, 1)));
  });
});

describe('a price that holds for a time', () => {
  const promotion = { id: 'a/x', price: { input: 0.75, output: 3.75 }, priceUntil: '2026-12-31' };
  const priceOn = (today: string, entry: object) =>
    loadCatalog([], { models: [entry], today }).entries.get('a/x')?.price;

  it('holds to the end of its last day', () => assert.equal(priceOn('2026-12-31', promotion)?.input, 0.75));

  it('is followed by what was announced', () => {
    assert.equal(priceOn('2027-01-01', { ...promotion, nextPrice: { input: 1.5, output: 7.5 } })?.input, 1.5);
  });

  it('is unknown afterwards where nothing was announced, unless the user says', () => {
    assert.equal(priceOn('2027-01-01', promotion), undefined);
    const own = loadCatalog([{ id: 'a/x', price: { input: 2 } }], { models: [promotion], today: '2027-01-01' });
    assert.equal(own.entries.get('a/x')?.price?.input, 2);
  });

  it('is kept when a new one comes', () => {
    const earlierPrices = [{ price: { input: 1, output: 6 }, until: '2026-07-29' }];
    assert.deepEqual(loadCatalog().entries.get('openai/gpt-5.6-luna')?.earlierPrices, earlierPrices);
    assert.equal(loadCatalog().entries.get('openai/gpt-5.6-luna')?.priceFrom, '2026-07-30');
  });
});
