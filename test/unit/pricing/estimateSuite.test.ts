import assert from 'node:assert/strict';
import type { Message } from '../../../src/core/messages.ts';
import type { Catalog, CatalogEntry } from '../../../src/core/pricing/catalog.ts';
import { type CellToEstimate, estimateSuite, type SuiteToEstimate } from '../../../src/core/pricing/estimateSuite.ts';
import { formatSuiteEstimate } from '../../../src/core/pricing/formatSuiteEstimate.ts';
import type { Learnt, RunStatistics } from '../../../src/core/pricing/runStatistics.ts';

const entries: readonly CatalogEntry[] = [
  { id: 'openai/luna', price: { input: 1, output: 2 } },
  { id: 'anthropic/haiku', price: { input: 1, output: 2 } },
  { id: 'openai/judge', price: { input: 10, output: 0 } },
  { id: 'simulated/terse', price: { input: 1, output: 1 }, source: 'simulated' },
  { id: 'lab/secret' },
];
const catalog: Catalog = { entries: new Map(entries.map((entry) => [entry.id, entry])) };
const million = 1_000_000;
/** With the four that every message takes, 1000 tokens. */
const countTokens = () => 996;

function plan(models: readonly string[], cases: number): SuiteToEstimate['plan'] {
  const rows = Array.from({ length: cases }, (_, index): readonly Message[] => [
    { role: 'user', parts: [{ type: 'text', text: `case ${index}` }] },
  ]);
  const targets = models.map((model) => ({ id: model, model, parameters: { maxOutputTokens: 50 } }));
  return {
    targets,
    cells: rows.flatMap((messages, row) => models.map((target) => ({ id: `${row} ${target}`, target, messages }))),
  };
}

function exactly(value: number, count: number): Learnt {
  return { count, mean: value, p10: value, p50: value, p90: value };
}

function learnt(change: Partial<RunStatistics>): RunStatistics {
  return { models: new Map(), tokenRatios: new Map(), ...change };
}

describe('estimateSuite', () => {
  const luna = (cases: number) => ({ plan: plan(['openai/luna'], cases), catalog, countTokens });

  it('adds up prompt and answer of every cell at its price', () => {
    const { money, cells, perTarget } = estimateSuite(luna(10));
    assert.equal(money.expected.toFixed(8), ((10 * (1000 * 1 + 50 * 2)) / million).toFixed(8));
    assert.equal(cells, 10);
    assert.deepEqual(
      perTarget.map(({ target, cells, cached }) => ({ target, cells, cached })),
      [{ target: 'openai/luna', cells: 10, cached: 0 }],
    );
  });

  describe('of cells whose model is asked several times', () => {
    const roundsOf = () => ({ requests: { low: 1, expected: 2, high: 5 }, added: 100 });
    const money = (cost: number) => (cost / million).toFixed(8);

    it('lets each prompt grow by the answer before it and by what came back', () => {
      const { money: sum } = estimateSuite({ ...luna(1), roundsOf });
      // Two requests: 1000 tokens, then 1000 + 100 + 50; and two answers of 50.
      assert.equal(sum.expected.toFixed(8), money(2150 + 2 * 50 * 2));
      assert.equal(sum.low.toFixed(8), money(1000 + 2));
      // Five requests, the last of which is longer by four times 150.
      assert.equal(sum.high.toFixed(8), money(5000 + 150 * 10 + 5 * 50 * 2));
    });

    it('goes by what earlier runs showed, and never beyond what the limit allows', () => {
      const statistics = (requests: number) =>
        learnt({ models: new Map([['openai/luna', { requests: exactly(requests, 50), growth: exactly(300, 50) }]]) });
      const three = estimateSuite({ ...luna(1), roundsOf, statistics: statistics(3) });
      assert.equal(three.money.expected.toFixed(8), money(3000 + 300 * 3 + 3 * 50 * 2));
      const many = estimateSuite({ ...luna(1), roundsOf, statistics: statistics(30) });
      assert.equal(many.money.expected.toFixed(8), money(5000 + 300 * 10 + 5 * 50 * 2));
    });

    it('takes as much longer', () => {
      const [one, two] = [estimateSuite(luna(1)), estimateSuite({ ...luna(1), roundsOf })];
      assert.equal(two.timeMs.expected, 2 * one.timeMs.expected);
    });
  });

  it('takes cached cells off, in money and in time', () => {
    const isCached = ({ id }: CellToEstimate) => Number(id.split(' ')[0]) < 4;
    const some = estimateSuite({ ...luna(10), isCached });
    assert.equal(some.money.expected.toFixed(8), estimateSuite(luna(6)).money.expected.toFixed(8));
    assert.equal(some.timeMs.expected, estimateSuite(luna(6)).timeMs.expected);
    assert.equal(some.cached, 4);
    const all = estimateSuite({ ...luna(4), isCached });
    assert.deepEqual([all.money.high, all.timeMs.high], [0, 0]);
    assert.equal(formatSuiteEstimate(all), 'all 4 cached');
  });

  it('names a model without a price instead of counting it as nothing (fault 79)', () => {
    const estimate = estimateSuite({ plan: plan(['openai/luna', 'lab/secret'], 10), catalog, countTokens });
    assert.deepEqual(estimate.unknown, ['lab/secret']);
    assert.equal(estimate.perTarget[1]?.money, undefined);
    assert.match(formatSuiteEstimate(estimate), /^at most \$0\.011 · .* · price unknown for 1 of 2 models$/);
    const alone = estimateSuite({ plan: plan(['lab/secret'], 10), catalog });
    assert.match(formatSuiteEstimate(alone), /^price unknown · up to about /);
  });

  it('leaves simulated models out, unless nothing else runs', () => {
    const mixed = estimateSuite({ plan: plan(['openai/luna', 'simulated/terse'], 10), catalog, countTokens });
    assert.equal(mixed.money.expected.toFixed(8), estimateSuite(luna(10)).money.expected.toFixed(8));
    assert.equal(mixed.simulated, false);
    const simulated = estimateSuite({ plan: plan(['simulated/terse'], 10), catalog, countTokens });
    assert.ok(simulated.simulated);
    assert.match(formatSuiteEstimate(simulated), /^at most \$0\.0105 simulated · up to about /);
  });

  it('counts the calls of judges, with the answer that they read', () => {
    const judgesOf = () => [{ model: 'openai/judge', calls: 2, promptTokens: 150 }];
    const { money, judges, judgeCalls } = estimateSuite({ ...luna(10), judgesOf });
    assert.equal(judgeCalls, 20);
    assert.equal(judges.expected.toFixed(8), ((20 * (150 + 50) * 10) / million).toFixed(8));
    assert.equal((money.expected - judges.expected).toFixed(8), estimateSuite(luna(10)).money.expected.toFixed(8));
  });

  it('counts the judges of cached answers at most: they were most likely asked then', () => {
    const judgesOf = () => [{ model: 'openai/judge', calls: 1, promptTokens: 150 }];
    const { judges, judgeCalls } = estimateSuite({ ...luna(10), judgesOf, isCached: () => true });
    assert.deepEqual([judges.low, judges.expected, judgeCalls], [0, 0, 0]);
    assert.ok(judges.high > 0);
  });

  it('asks no model for answers that the suite brings itself, only their judges', () => {
    const { targets, cells } = plan(['openai/luna'], 3);
    const provided = { targets, cells: cells.map((cell) => ({ ...cell, provided: 'x'.repeat(40) })) };
    const judgesOf = () => [{ model: 'openai/judge', calls: 1, promptTokens: 150 }];
    const { money, judges } = estimateSuite({ plan: provided, catalog, countTokens, judgesOf });
    assert.equal(judges.expected.toFixed(8), ((3 * (150 + 10) * 10) / million).toFixed(8));
    assert.equal(money.expected, judges.expected);
  });

  it('believes what earlier runs of the prompt showed of length and time', () => {
    const models = new Map([['openai/luna', { outputTokens: exactly(20, 60), totalMs: exactly(2000, 60) }]]);
    const { money, timeMs } = estimateSuite({ ...luna(4), statistics: learnt({ models }) });
    assert.equal(money.expected.toFixed(8), ((4 * (1000 + 20 * 2)) / million).toFixed(8));
    assert.equal(timeMs.expected, 2000);
    // Prompts are edited and models move on, so even what was always the same is a little uncertain.
    for (const { low, expected, high } of [money, timeMs]) assert.ok(low < expected && expected < high);
    assert.ok(money.high < money.expected * 1.01, 'the prompt is certain, and most of the money');
  });

  it('never expects more than the prompt lets a model write', () => {
    const models = new Map([['openai/luna', { outputTokens: exactly(5000, 60) }]]);
    const { money } = estimateSuite({ ...luna(1), statistics: learnt({ models }) });
    assert.equal(money.high.toFixed(8), ((1000 + 50 * 2) / million).toFixed(8));
  });

  it("counts another vendor's tokens by its model's ratio, else by the vendor's, else by ours and less surely", () => {
    const of = (tokenRatios: [string, number][]) =>
      estimateSuite({
        plan: plan(['anthropic/haiku'], 1),
        catalog,
        countTokens,
        statistics: learnt({ tokenRatios: new Map(tokenRatios) }),
      }).money;
    const prompt = (ratio: number) => ((1000 * ratio + 50 * 2) / million).toFixed(8);
    assert.equal(
      of([
        ['anthropic', 1.2],
        ['anthropic/haiku', 1.5],
      ]).expected.toFixed(8),
      prompt(1.5),
    );
    assert.equal(of([['anthropic', 1.2]]).high.toFixed(8), prompt(1.2));
    assert.equal(of([]).expected.toFixed(8), prompt(1));
    assert.ok(of([]).high > of([]).expected);
  });

  it('is surer of many answers than of one, and less sure of what it learnt from few', () => {
    const width = (cases: number, count: number) => {
      const outputTokens = { count, mean: 25, p10: 10, p50: 25, p90: 40 };
      const statistics = learnt({ models: new Map([['openai/luna', { outputTokens }]]) });
      const { low, expected, high } = estimateSuite({ ...luna(cases), statistics }).money;
      return (high - low) / expected;
    };
    // What it is unsure of in common, however many there are, is a small part of what one answer varies by.
    assert.ok(width(100, 1000) < width(1, 1000) / 4);
    assert.ok(width(100, 4) > width(100, 1000) * 2);
  });

  it('lets lanes work side by side, grow, and keep to their limits', () => {
    const models = new Map(['openai/luna', 'anthropic/haiku'].map((model) => [model, { totalMs: exactly(1000, 99) }]));
    const time = (input: Pick<SuiteToEstimate, 'plan' | 'lanes'>) =>
      estimateSuite({ ...input, catalog, countTokens, statistics: learnt({ models }) }).timeMs.expected;
    const one = plan(['openai/luna'], 100);
    assert.equal(time({ plan: plan(['openai/luna', 'anthropic/haiku'], 100) }), time({ plan: one }));
    assert.equal(time({ plan: one, lanes: { start: 4, max: 4 } }), 25_000);
    assert.ok(time({ plan: one }) < 12_000);
    // Where more at once only slowed one another, so many go one after the other.
    const slots = new Map([['openai/luna', { totalMs: exactly(1000, 99), mostAtOnce: 2 }]]);
    const known = { catalog, countTokens, statistics: learnt({ models: slots }) };
    assert.equal(estimateSuite({ plan: one, ...known }).timeMs.expected, 50_000);
    const limitsOf = () => ({ requestsPerMinute: 50 });
    assert.equal(time({ plan: one, lanes: { start: 4, max: 64, limitsOf } }), 60_000);
  });
});

describe('formatSuiteEstimate', () => {
  const range = (low: number, expected: number, high: number) => ({ low, expected, high });
  const estimate = {
    money: range(0.24, 0.31, 0.42),
    timeMs: range(80_000, 101_000, 140_000),
    cells: 360,
    cached: 37,
    unknown: [],
    models: 3,
    simulated: false,
    judges: range(0, 0, 0),
    judgeCalls: 0,
    perTarget: [],
    basis: 'measured',
  } as const;

  it('says money with its range, time and what is cached', () => {
    assert.equal(formatSuiteEstimate(estimate), 'est. $0.31 (0.24-0.42) · about 1 min 40 s · 37 cached');
    assert.equal(formatSuiteEstimate({ ...estimate, cached: 0, money: range(0, 0, 0) }), 'free · about 1 min 40 s');
  });

  it('says only what it is at most where nothing is known of the answers, and what that rests on', () => {
    const unknown = { ...estimate, basis: 'unknown' } as const;
    assert.equal(formatSuiteEstimate(unknown), 'at most $0.42 · up to about 2 min 20 s · 37 cached');
    assert.equal(
      formatSuiteEstimate({ ...unknown, assumedLimit: 1200, cached: 0, simulated: true }),
      'at most $0.42 with answers up to 1,200 tokens simulated · up to about 2 min 20 s',
    );
  });
});
