import assert from 'node:assert/strict';
import { largestPrice, priceIn } from '../../../../src/core/providers/mapping/listedPrice.ts';

describe('a price that LiteLLM lists', () => {
  it('is given for a million tokens, to six significant digits', () => {
    assert.deepEqual(priceIn({ input_cost_per_token: 1.5e-7, output_cost_per_token: 6e-7 }), {
      input: 0.15,
      output: 0.6,
    });
    assert.deepEqual(priceIn({ input_cost_per_token: 1.23456789e-6, output_cost_per_token: 0 }), {
      input: 1.23457,
      output: 0,
    });
  });

  it('has those of the cache where they are filled in', () => {
    const listed = {
      input_cost_per_token: 3e-6,
      output_cost_per_token: 1.5e-5,
      cache_read_input_token_cost: 3e-7,
      cache_creation_input_token_cost: 3.75e-6,
    };
    assert.deepEqual(priceIn(listed), { input: 3, cachedInput: 0.3, cacheWrite: 3.75, output: 15 });
    const bare = priceIn({ ...listed, cache_read_input_token_cost: 0, cache_creation_input_token_cost: 0 });
    assert.deepEqual(bare, { input: 3, output: 15 });
  });

  it('is not known where nobody has filled it in', () => {
    assert.equal(priceIn({}), undefined);
    assert.equal(priceIn({ input_cost_per_token: 0, output_cost_per_token: 0 }), undefined);
    assert.deepEqual(priceIn({ output_cost_per_token: 1e-6 }), { output: 1 });
  });
});

describe('the largest of several prices', () => {
  it('is the highest of each figure', () => {
    assert.deepEqual(
      largestPrice([
        { input: 1, output: 8 },
        { input: 2, output: 4 },
      ]),
      { input: 2, output: 8 },
    );
  });

  it('leaves out a figure that one of them does not have, since that may be the highest', () => {
    assert.deepEqual(
      largestPrice([
        { input: 1, output: 8, cachedInput: 0.1 },
        { input: 2, output: 4 },
      ]),
      {
        input: 2,
        output: 8,
      },
    );
  });

  it('is not known where one price is not, or where there is none', () => {
    assert.equal(largestPrice([{ input: 1, output: 8 }, undefined]), undefined);
    assert.equal(largestPrice([]), undefined);
  });
});
