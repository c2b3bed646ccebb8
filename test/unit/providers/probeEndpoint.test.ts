import assert from 'node:assert/strict';
import type { Fetch } from '../../../src/core/environment.ts';
import { probeEndpoint } from '../../../src/core/providers/probeEndpoint.ts';

/** A server that answers these paths and knows no other. */
function server(answers: Readonly<Record<string, readonly [status: number, body: unknown]>>): Fetch {
  return async (input) => {
    const answer = answers[new URL(String(input)).pathname];
    return answer ? Response.json(answer[1], { status: answer[0] }) : new Response('<html>', { status: 404 });
  };
}

function probe(address: string, answers: Parameters<typeof server>[0]) {
  return probeEndpoint(address, server(answers), new AbortController().signal);
}

const openaiList = [200, { object: 'list', data: [{ id: 'a' }, { id: 'b' }] }] as const;

describe('probeEndpoint', () => {
  it('knows a server like OpenAI, whether or not the version is written', async () => {
    for (const address of ['https://llm.example.com', 'https://llm.example.com/v1/'])
      assert.deepEqual(await probe(address, { '/v1/models': openaiList }), {
        baseUrl: 'https://llm.example.com/v1',
        kind: 'openai-chat',
        models: 2,
      });
  });

  it('keeps a path of its own', async () => {
    assert.deepEqual(await probe('https://a.example.com/openai', { '/openai/models': openaiList }), {
      baseUrl: 'https://a.example.com/openai',
      kind: 'openai-chat',
      models: 2,
    });
  });

  it('knows Anthropic and Google by their lists, and by how they ask for a key', async () => {
    const anthropic = { baseUrl: 'https://a.example.com', kind: 'anthropic' };
    const google = { baseUrl: 'https://a.example.com', kind: 'google' };
    const list = [200, { data: [{ id: 'x' }], has_more: false }] as const;
    const refusal = [401, { type: 'error', error: { type: 'authentication_error' } }] as const;
    assert.deepEqual(await probe('https://a.example.com', { '/v1/models': list }), { ...anthropic, models: 1 });
    assert.deepEqual(await probe('https://a.example.com', { '/v1/models': refusal }), anthropic);
    const models = [200, { models: [{ name: 'models/g' }] }] as const;
    const noKey = [403, { error: { code: 403, status: 'PERMISSION_DENIED' } }] as const;
    assert.deepEqual(await probe('https://a.example.com', { '/v1beta/models': models }), { ...google, models: 1 });
    assert.deepEqual(await probe('https://a.example.com', { '/v1beta/models': noKey }), google);
  });

  it('knows Ollama by its tags', async () => {
    assert.deepEqual(await probe('http://localhost:11434', { '/api/tags': [200, { models: [{ name: 'qwen3' }] }] }), {
      baseUrl: 'http://localhost:11434/v1',
      kind: 'openai-chat',
      models: 1,
    });
  });

  it('says nothing of a server that answers otherwise, or of no address', async () => {
    assert.equal(await probe('https://a.example.com', {}), undefined);
    assert.equal(await probe('ftp://a.example.com', {}), undefined);
  });
});
