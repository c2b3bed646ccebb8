import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { Parameters } from '../../src/core/messages.ts';
import { createRegistry } from '../../src/core/providers/registry.ts';
import { accessTo, callOf, canaryKey } from '../support/access.ts';
import { collect } from '../support/collect.ts';

const registry = createRegistry({
  endpoints: {
    azure: { baseUrl: 'https://me.openai.azure.com/openai/v1/' },
    gateway: { baseUrl: 'https://gate.example/api', kind: 'anthropic' },
  },
});
const interesting = ['authorization', 'api-key', 'x-api-key', 'x-goog-api-key', 'anthropic-version'];

/** Address and telling headers of the request that a model id leads to; nothing is really sent. */
async function sent(id: string, parameters: Parameters = {}) {
  const { provider, ref, baseUrl = '' } = registry.resolve(id);
  let request: { url: string; headers: Record<string, string> } | undefined;
  const rawFetch = async (input: string | URL | Request, init?: RequestInit) => {
    const headers = [...new Headers(init?.headers)].filter(([name]) => interesting.includes(name));
    request = { url: String(input), headers: Object.fromEntries(headers) };
    return new Response('{}', { status: 500 });
  };
  await collect(
    provider.stream(callOf(ref.model, 'hi', parameters), accessTo(baseUrl, { rawFetch }), new AbortController().signal),
  );
  return request;
}

describe('address and key header', () => {
  const bearer = { authorization: `Bearer ${canaryKey}` };
  const table: readonly (readonly [string, string, Record<string, string>])[] = [
    ['openai/gpt-4.1', 'https://api.openai.com/v1/responses', bearer],
    [
      'anthropic/claude-opus-5',
      'https://api.anthropic.com/v1/messages',
      { ...bearer, 'anthropic-version': '2026-10-21' },
    ],
    [
      'gateway/claude-opus-5',
      'https://gate.example/api/v1/messages',
      { 'x-api-key': canaryKey, 'anthropic-version': '2026-10-21' },
    ],
    [
      'google/gemini-3.8-flash',
      'https://generativelanguage.googleapis.com/v1/models/gemini-3.8-flash:streamGenerateContent?alt=sse',
      { 'x-goog-api-key': canaryKey },
    ],
    ['azure/deployment', 'https://me.openai.azure.com/openai/v1/responses', { 'api-key': canaryKey }],
    ['perplexity/perplexity/sonar', 'https://api.perplexity.ai/v1/responses', bearer],
    ['groq/llama-3.3-70b-versatile', 'https://api.groq.com/openai/v1/chat/completions', bearer],
    ['openrouter/openai/gpt-5-mini', 'https://openrouter.ai/api/v1/chat/completions', bearer],
    ['deepseek/deepseek-flash', 'https://api.deepseek.com/v1/chat/completions', bearer],
  ];
  for (const [id, url, headers] of table) {
    it(`of ${id}`, async () => assert.deepEqual(await sent(id), { url, headers }));
  }

  it('of a Claude model that still samples: the API version that knows temperature', async () => {
    const request = await sent('anthropic/claude-haiku-4-5', { temperature: 0 });
    assert.equal(request?.headers['anthropic-version'], '2023-06-01');
  });
});
