import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { loadCatalog } from '../../../src/core/pricing/catalog.ts';
import { CallEstimator } from '../../../src/core/pricing/estimateCall.ts';
import { noStatistics } from '../../../src/core/pricing/runStatistics.ts';

const catalog = loadCatalog();
const tokensOf = (model: string, statistics = noStatistics) => {
  const { low, high } = new CallEstimator(catalog, statistics).estimate({
    model,
    promptTokens: 1000,
    parameters: {},
  }).promptTokens;
  return [Math.round(low), Math.round(high)];
};

describe('tokens of a prompt', () => {
  for (const model of ['openai/gpt-4o-mini', 'openai/gpt-4.1', 'openai/gpt-6-luna', 'openai/o3', 'azure/gpt-5-mini'])
    it(`are counted exactly for ${model}`, () => assert.deepEqual(tokensOf(model), [1000, 1000]));

  for (const model of ['openai/gpt-4', 'openai/gpt-4-turbo', 'openai/gpt-3.5-turbo', 'openai/ft:gpt-3.5-turbo-0125'])
    it(`are a range for ${model}, which cuts them by an older table`, () =>
      assert.deepEqual(tokensOf(model), [950, 1150]));

  it('are a range for a deployment that anybody named', () => assert.deepEqual(tokensOf('azure/ours'), [950, 1150]));

  it('are what earlier runs have shown, where they have', () => {
    const tokenRatios = new Map([['openai/gpt-4', 1.02]]);
    assert.deepEqual(tokensOf('openai/gpt-4', { models: new Map(), tokenRatios }), [1020, 1020]);
  });
});
