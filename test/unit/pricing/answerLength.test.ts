import assert from 'node:assert/strict';
import type { JsonObject } from '../../../src/core/json.ts';
import { answerLength, worseBasis } from '../../../src/core/pricing/answerLength.ts';
import type { Learnt } from '../../../src/core/pricing/runStatistics.ts';
import { schemaTokens } from '../../../src/core/pricing/schemaTokens.ts';

const entry = { id: 'openai/luna' };
const learnt = (mean: number, count: number): Learnt => ({ count, mean, p10: mean / 2, p50: mean, p90: mean * 2 });
const order: JsonObject = {
  type: 'object',
  properties: { topic: { type: 'string', enum: ['damaged', 'late'] }, amount: { type: 'number' } },
  required: ['topic', 'amount'],
};

describe('answerLength', () => {
  it('goes by earlier answers of the model, whatever else is known', () => {
    const known = { entry, parameters: {}, own: learnt(40, 30), others: learnt(900, 2) };
    assert.deepEqual(answerLength(known), {
      range: { low: 20, expected: 40, high: 80 },
      basis: 'measured',
      learntFrom: 30,
    });
  });

  it('goes by other models, far less surely, where the model has not answered yet', () => {
    const { range, basis, learntFrom } = answerLength({ entry, parameters: {}, others: learnt(40, 2) });
    assert.deepEqual([range.expected, basis, learntFrom], [40, 'likely', 0]);
    assert.ok(range.low < 10 && range.high > 200);
  });

  it('goes by the schema that the answer has to fit', () => {
    const { range, basis } = answerLength({ entry, parameters: { output: { format: 'json', schema: order } } });
    assert.equal(basis, 'likely');
    // {"topic":"damaged","amount":12.5}
    assert.ok(range.low <= 10 && range.high >= 10 && range.high < 60, JSON.stringify(range));
  });

  it('goes by what the checks expect, with a word around it', () => {
    const { range, basis } = answerLength({ entry, parameters: {}, expected: { low: 3, expected: 3, high: 3 } });
    assert.equal(basis, 'likely');
    assert.ok(range.low <= 3 && range.expected < 20 && range.high > 50);
  });

  it('knows nothing of what a model thinks before it answers', () => {
    const parameters = { output: { format: 'json', schema: order } } as const;
    const thinker = { id: 'openai/thinker', reasoning: true };
    assert.equal(answerLength({ entry: thinker, parameters }).basis, 'unknown');
    assert.equal(
      answerLength({ entry: thinker, parameters: { ...parameters, reasoningEffort: 'none' } }).basis,
      'likely',
    );
  });

  it('says what it assumed where nothing sets a limit, and never more than a limit', () => {
    assert.equal(answerLength({ entry, parameters: {} }).assumedLimit, 1200);
    const limited = answerLength({ entry, parameters: { maxOutputTokens: 60 } });
    assert.deepEqual([limited.range.high, limited.assumedLimit], [60, undefined]);
    assert.equal(
      answerLength({ entry: { ...entry, outputLimit: 50 }, parameters: {}, own: learnt(400, 9) }).range.high,
      50,
    );
  });

  it('calls a sum no better known than its worst part', () => {
    assert.equal(worseBasis('measured', 'likely'), 'likely');
    assert.equal(worseBasis('unknown', 'measured'), 'unknown');
  });
});

describe('schemaTokens', () => {
  it('takes the values of an enum, and one of its variants', () => {
    assert.equal(schemaTokens({ const: 'abc' }).high, 2);
    assert.deepEqual(schemaTokens({ anyOf: [{ const: 'a' }, { const: 'x'.repeat(38) }] }), {
      low: 1,
      expected: 5.5,
      high: 10,
    });
  });

  it('leaves out what need not be there from the low end alone', () => {
    const optional = schemaTokens({ ...order, required: ['topic'] });
    const all = schemaTokens(order);
    assert.ok(optional.low < all.low);
    assert.equal(optional.high, all.high);
  });

  it('lets a list be empty', () => {
    assert.equal(schemaTokens({ type: 'array', items: { type: 'string' } }).low, 2);
  });
});
