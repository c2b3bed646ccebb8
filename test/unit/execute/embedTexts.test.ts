import assert from 'node:assert/strict';
import { embedTexts, readVectors } from '../../../src/core/execute/embedTexts.ts';
import type { Embeddings, Provider } from '../../../src/core/providers/contract/provider.ts';
import { accessTo } from '../../support/access.ts';
import { FakeClock } from '../../support/fakeClock.ts';
import { scriptedRegistry } from '../../support/scriptedProvider.ts';

const attempt = {
  number: 1,
  signal: new AbortController().signal,
  stay: { atOnce: undefined, enter: () => undefined, heard: () => undefined, silentSince: () => 0 },
  onHeaders: () => undefined,
};

/** Asks a provider of this name, which answers so; `price` is in USD for a million tokens. */
async function ask(id: string, embeddings: Embeddings | undefined, price?: number) {
  const [scripted] = scriptedRegistry(new FakeClock(), {}).list();
  assert.ok(scripted);
  const { embed: _own, ...plain } = scripted;
  const provider: Provider = { ...plain, id, ...(embeddings ? { embed: async () => embeddings } : {}) };
  const model = `${id}/m`;
  const entry = { id: model, price: price === undefined ? {} : { input: price } };
  return embedTexts(
    {
      model,
      texts: ['a'],
      catalog: { entries: new Map([[model, entry]]) },
      access: { provider, access: accessTo('http://127.0.0.1:9'), model: 'm' },
    },
    attempt,
  );
}

const vectors = [[0.1, 0.2]];

describe('texts that are embedded', () => {
  it('cost what their tokens cost, and are kept as JSON', async () => {
    const { result, tokens, charged } = await ask('far', { vectors, usage: { inputTokens: 500_000 } }, 2);
    assert.deepEqual([result.answer, result.usage], ['[[0.1,0.2]]', { inputTokens: 500_000 }]);
    assert.deepEqual([tokens, charged, result.cost?.amount], [500_000, 1, 1]);
  });

  it('have no cost that is known without their tokens, or without a price', async () => {
    const untold = await ask('far', { vectors }, 2);
    assert.deepEqual(
      [untold.tokens, untold.charged, untold.result.cost, untold.result.usage],
      [undefined, undefined, null, null],
    );
    assert.equal((await ask('far', { vectors, usage: { inputTokens: 5 } })).charged, undefined);
  });

  it('are charged to nobody by a simulated model', async () => {
    const { charged, result } = await ask('simulated', { vectors });
    assert.deepEqual([charged, result.cost], [0, { amount: 0, basis: 'simulated', atLeast: false }]);
  });

  it('are refused, with another model to choose, by a provider that has no embeddings', async () => {
    await assert.rejects(ask('far', undefined), {
      code: 'invalid-check',
      message: /offers no embeddings here: choose another, for example /,
    });
  });
});

describe('vectors that were kept', () => {
  it('are read again, and what is no vector is an empty one', () => {
    assert.deepEqual(readVectors('[[0.1,0.2],["x"],3]'), [[0.1, 0.2], [], []]);
    assert.deepEqual(readVectors('{}'), []);
  });
});
