import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { Message } from '../../../src/core/messages.ts';
import { type Catalog, type CatalogEntry, loadCatalog, readCatalogEntry } from '../../../src/core/pricing/catalog.ts';
import { costOf } from '../../../src/core/pricing/cost.ts';
import { estimateRun, formatEstimate } from '../../../src/core/pricing/estimateRun.ts';
import { formatApproximate, formatMoney, formatPrice } from '../../../src/core/pricing/format.ts';

const luna: CatalogEntry = {
  id: 'openai/luna',
  price: { input: 0.2, cachedInput: 0.02, cacheWrite: 0.25, output: 1.2 },
  priceAbove: [{ above: 272_000, price: { input: 0.4, output: 1.8 } }],
};
const million = 1_000_000;

function catalogOf(...entries: CatalogEntry[]): Catalog {
  return { entries: new Map(entries.map((entry) => [entry.id, entry])) };
}

describe('costOf', () => {
  it('charges plain, cached and written input and output each at its price', () => {
    const usage = { inputTokens: 100_000, cachedInputTokens: 40_000, cacheWriteTokens: 10_000, outputTokens: 20_000 };
    const cost = costOf(usage, luna);
    assert.equal(
      cost?.amount.toFixed(6),
      ((50_000 * 0.2 + 40_000 * 0.02 + 10_000 * 0.25 + 20_000 * 1.2) / million).toFixed(6),
    );
    assert.deepEqual([cost?.basis, cost?.atLeast], ['estimated', false]);
  });

  it('takes the price that holds for a prompt of that size', () => {
    assert.equal(costOf({ inputTokens: 300_000, outputTokens: 0 }, luna)?.amount, (300_000 * 0.4) / million);
  });

  it('believes the vendor before the catalog', () => {
    assert.deepEqual(costOf({ inputTokens: 1, reportedCost: 0.5 }, luna), {
      amount: 0.5,
      basis: 'reported',
      atLeast: false,
    });
  });

  it('is a lower bound when usage is partial, and unknown without a price (fault 37)', () => {
    assert.deepEqual(costOf({ inputTokens: million }, luna), { amount: 0.4, basis: 'estimated', atLeast: true });
    assert.equal(costOf({ inputTokens: 5, outputTokens: 5 }, undefined), undefined);
    assert.equal(costOf({ inputTokens: 5, outputTokens: 5 }, { id: 'x/y' }), undefined);
    assert.equal(costOf({}, luna), undefined);
  });
});

describe('formatMoney', () => {
  for (const [amount, text] of [
    [0, '$0'],
    [0.000_000_01, '<$0.000001'],
    [0.000_016, '$0.000016'],
    [0.001_14, '$0.0011'],
    [0.0205, '$0.0205'],
    [0.1, '$0.10'],
    [0.123_456, '$0.123'],
    [1.25, '$1.25'],
    [12.3, '$12.30'],
    [1234.5, '$1,235'],
  ] as const) {
    it(`${amount} is ${text}`, () => assert.equal(formatMoney(amount), text));
  }
});

describe('formatApproximate', () => {
  it('marks what nobody has billed, and writes no figure that cannot be read', () => {
    assert.deepEqual([0.0011, 0.000_007_3, 0].map(formatApproximate), ['~$0.0011', '<$0.00001', '~$0']);
  });
});

describe('formatPrice', () => {
  it('says what a million tokens cost, or that nobody knows', () => {
    assert.equal(formatPrice(luna), '$0.20 in · $1.20 out per 1M');
    assert.equal(formatPrice({ id: 'x/y', price: { input: 0.075, output: 2 } }), '$0.075 in · $2.00 out per 1M');
    assert.equal(formatPrice({ id: 'x/y', price: { input: 0, output: 0 } }), 'free');
    assert.equal(formatPrice({ id: 'x/y', price: { input: 1 } }), '$1.00 in · ? out per 1M');
    assert.equal(formatPrice({ id: 'x/y' }), 'price unknown');
    assert.equal(formatPrice(undefined), 'price unknown');
  });
});

describe('estimateRun', () => {
  const messages: readonly Message[] = [{ role: 'user', parts: [{ type: 'text', text: 'x'.repeat(3984) }] }];
  const catalog = catalogOf(luna, { id: 'openai/thinker', reasoning: true, price: { input: 0.2, output: 1.2 } });

  it('says only what it is at most where nothing is known of the answer', () => {
    const estimate = estimateRun({ messages, parameters: {}, models: ['openai/luna'], catalog });
    assert.equal(estimate.inputTokens, 1000);
    assert.deepEqual(
      [estimate.low, estimate.high],
      [(1000 * 0.2 + 1 * 1.2) / million, (1000 * 0.2 + 1200 * 1.2) / million],
    );
    assert.equal(formatEstimate(estimate), 'at most $0.0016');
  });

  it('is bounded by the token limit and widened by reasoning', () => {
    const limited = estimateRun({ messages, parameters: { maxOutputTokens: 60 }, models: ['openai/luna'], catalog });
    assert.equal(limited.high, (1000 * 0.2 + 60 * 1.2) / million);
    const thinker = estimateRun({ messages, parameters: {}, models: ['openai/thinker'], catalog });
    assert.equal(thinker.high, (1000 * 0.2 + 5200 * 1.2) / million);
  });

  it('counts every call and every model, and names those without a price', () => {
    const input = { messages, parameters: { maxOutputTokens: 60 }, catalog };
    const one = estimateRun({ ...input, models: ['openai/luna'] });
    const many = estimateRun({ ...input, models: ['openai/luna', 'openai/luna', 'ollama/qwen3'], callsPerModel: 10 });
    assert.ok(Math.abs(many.high - 20 * one.high) < 1e-12);
    assert.deepEqual(many.unknown, ['ollama/qwen3']);
    assert.match(formatEstimate(many), /price unknown for 1 of 3 models$/);
    assert.equal(formatEstimate(estimateRun({ ...input, models: ['ollama/qwen3'] })), 'price unknown');
    assert.equal(formatEstimate(estimateRun({ ...input, models: [] })), 'no models chosen');
  });
});

describe('the catalog', () => {
  const { entries } = loadCatalog();

  it('holds the models that people name, with prices that say where they come from', () => {
    for (const id of [
      'openai/gpt-5.6-luna',
      'openai/gpt-6-luna',
      'openai/gpt-6-sol',
      'openai/gpt-6-astra',
      'anthropic/claude-haiku-4-5',
      'anthropic/claude-opus-5-5',
      'google/gemini-3.8-flash',
    ]) {
      const entry = entries.get(id);
      assert.ok(
        entry?.price?.input && entry.price.output && entry.date && entry.source && entry.contextWindow && entry.tier,
        id,
      );
    }
    assert.ok(entries.size > 180 && entries.size < 300, `${entries.size} models`);
  });

  it('leaves an unknown price out (fault 79)', () => {
    const free = entries.get('google/gemma-4-31b-it');
    assert.ok(free);
    assert.equal(free.price, undefined);
  });

  it('holds no price that is negative or absurd', () => {
    for (const { id, price = {} } of entries.values()) {
      for (const figure of Object.values(price)) assert.ok(figure >= 0 && figure <= 600, `${id}: ${figure}`);
      assert.ok((price.cachedInput ?? 0) <= (price.input ?? Number.POSITIVE_INFINITY), id);
    }
  });

  it('says of simulated prices that they are', () => {
    assert.equal(formatPrice(entries.get('simulated/terse')), '$0.10 in · $0.40 out per 1M (simulated)');
  });

  it("lays the user's entries over its own, field by field", () => {
    const own = loadCatalog([{ id: 'openai/gpt-5.6-luna', price: { input: 9, output: 9 } }, { id: 'mine/model' }]);
    assert.equal(own.entries.get('openai/gpt-5.6-luna')?.price?.input, 9);
    assert.equal(own.entries.get('openai/gpt-5.6-luna')?.contextWindow, 1_050_000);
    assert.ok(own.entries.has('mine/model'));
  });

  it('reads entries that anybody wrote', () => {
    assert.deepEqual(
      readCatalogEntry({ id: 'a/b', tier: 'huge', contextWindow: -1, price: { input: '1', output: 2 } }),
      { id: 'a/b', price: { output: 2 } },
    );
    assert.equal(readCatalogEntry({ id: 'no-provider' }), undefined);
    assert.equal(readCatalogEntry(null), undefined);
  });
});
