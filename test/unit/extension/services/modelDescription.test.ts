import assert from 'node:assert/strict';
import { modelDetail, modelPage, tokenCount } from '../../../../src/extension/services/modelDescription.ts';

const entry = {
  id: 'openai/gpt-5.6-luna',
  contextWindow: 400_000,
  outputLimit: 128_000,
  price: { input: 0.2, output: 1.25 },
  date: '2026-11-01',
};

describe('what is said of a model', () => {
  it('is its context window and price, beside its id', () => {
    assert.equal(modelDetail(entry), '400k context · $0.20 in · $1.25 out per 1M');
    assert.equal(modelDetail({ id: 'x/y' }), 'price unknown');
  });

  it('has the date of the price in the hover', () => {
    assert.match(modelPage(entry.id, entry), /Context window\\: 400k tokens/);
    assert.match(modelPage(entry.id, entry), /\$1\.25 out per 1M \\\(as of 2026\\-11\\-01\\\)/);
  });

  it('says so when nothing is known', () => {
    assert.match(modelPage('openai/new', undefined), /Not in the catalog/);
  });

  it('cannot bring an image or a link along', () => {
    const page = modelPage('x/![](https://example.com/a.png)', undefined);
    assert.doesNotMatch(page, /(?<!\\)!|(?<!\\)\[|https:/);
  });
});

describe('token counts', () => {
  for (const [tokens, text] of [
    [512, '512'],
    [128_000, '128k'],
    [1_048_576, '1.05M'],
    [2_000_000, '2M'],
  ] as const)
    it(`${tokens} is ${text}`, () => {
      assert.equal(tokenCount(tokens), text);
    });
});
