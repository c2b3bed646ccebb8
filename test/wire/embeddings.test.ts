import assert from 'node:assert/strict';
import type { JsonObject } from '../../src/core/json.ts';
import { createRegistry } from '../../src/core/providers/registry.ts';
import { systemClock } from '../../src/node/nodeEnvironment.ts';
import { canaryKey } from '../support/access.ts';

interface Sent {
  readonly url: string;
  readonly body: unknown;
}

/** Asks for embeddings over a network that gives this answer. */
async function embedding(model: string, texts: readonly string[], answer: JsonObject, status = 200) {
  const sent: Sent[] = [];
  const registry = createRegistry({ endpoints: {} });
  const environment = {
    clock: systemClock,
    random: () => 0.5,
    lookUpKey: async (_provider: string, origin: string) => ({ key: canaryKey, origin }),
    fetch: async (input: string | URL | Request, init?: RequestInit) => {
      sent.push({ url: String(input), body: JSON.parse(String(init?.body)) });
      return new Response(JSON.stringify(answer), { status, headers: { 'content-type': 'application/json' } });
    },
  };
  const { provider, ref } = registry.resolve(model);
  const access = await registry.accessFor(provider, ref.model, environment);
  const embeddings = await provider.embed?.({ model: ref.model, texts }, access, new AbortController().signal);
  return { sent, embeddings };
}

describe('embeddings', () => {
  const listed = {
    data: [
      { index: 1, embedding: [0, 1] },
      { index: 0, embedding: [1, 0] },
    ],
    usage: { prompt_tokens: 7, total_tokens: 7 },
  };
  for (const [model, url] of [
    ['openai/text-embedding-3-small', 'https://api.openai.com/v1/embeddings'],
    ['mistral/mistral-embed', 'https://api.mistral.ai/v1/embeddings'],
  ] as const)
    it(`of ${model}: plain numbers, put in order by their index`, async () => {
      const { sent, embeddings } = await embedding(model, ['a', 'b'], listed);
      const body = { model: model.split('/')[1], input: ['a', 'b'], encoding_format: 'float' };
      assert.deepEqual(sent, [{ url, body }]);
      assert.deepEqual(embeddings, {
        vectors: [
          [1, 0],
          [0, 1],
        ],
        usage: { inputTokens: 7, outputTokens: 0 },
      });
    });

  it('of Google: one request for all texts', async () => {
    const answer = { embeddings: [{ values: [1, 0] }, { values: [0, 1] }] };
    const { sent, embeddings } = await embedding('google/gemini-embedding-001', ['a', 'b'], answer);
    const request = (text: string) => ({
      model: 'models/gemini-embedding-001',
      content: { role: 'user', parts: [{ text }] },
    });
    const url = 'https://generativelanguage.googleapis.com/v1/models/gemini-embedding-001:batchEmbedContents';
    assert.deepEqual(sent, [{ url, body: { requests: [request('a'), request('b')] } }]);
    assert.deepEqual(
      embeddings?.vectors,
      answer.embeddings.map(({ values }) => values),
    );
  });

  it('of a simulated model: the same for the same words, near for like texts, and never a request', async () => {
    const texts = ['The invoice was charged twice.', 'I was charged twice on an invoice', 'Rain falls in Oslo.'];
    const { sent, embeddings } = await embedding('simulated/embedding', texts, {});
    assert.deepEqual(sent, []);
    const [first = [], like = [], other = []] = embeddings?.vectors ?? [];
    const dot = (left: readonly number[], right: readonly number[]) =>
      left.reduce((sum, value, index) => sum + value * (right[index] ?? 0), 0);
    assert.ok(dot(first, like) > 0.9 && dot(first, other) < 0.2);
  });

  it('a vendor’s refusal is our error', async () => {
    const refused = { error: { message: 'Bad key', type: 'invalid_request_error' } };
    await assert.rejects(embedding('openai/text-embedding-3-small', ['a'], refused, 401), { code: 'invalid-key' });
    await assert.rejects(embedding('google/gemini-embedding-001', ['a'], refused, 401), { code: 'invalid-key' });
  });
});
