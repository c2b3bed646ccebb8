import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { JsonObject } from '../../../../src/core/json.ts';
import { readModelInfo, readModelList, withInfo } from '../../../../src/core/providers/mapping/modelList.ts';

describe('the second list of LiteLLM', () => {
  const price = (input: number, output: number) => ({ input_cost_per_token: input, output_cost_per_token: output });
  const info = (model_name: string, model_info: JsonObject) => ({ model_name, model_info });

  it('has the smallest limits, the earliest end and the highest price of the servers behind a name', () => {
    const data = [
      info('a', {
        max_input_tokens: 9000,
        max_output_tokens: 100,
        deprecation_date: '2027-02-01',
        ...price(2e-6, 3e-6),
      }),
      info('a', {
        max_input_tokens: 8000,
        max_output_tokens: 200,
        deprecation_date: '2027-01-01',
        ...price(1e-6, 4e-6),
      }),
      info('a', { ...price(1e-6, 1e-6) }),
    ];
    assert.deepEqual(readModelInfo({ data }).models, [
      { model: 'a', contextWindow: 8000, outputLimit: 100, price: { input: 2, output: 4 }, endsOn: '2027-01-01' },
    ]);
  });

  it('has no price where one of the servers has none, since that may be the highest', () => {
    const known = info('a', price(2e-6, 3e-6));
    assert.deepEqual(readModelInfo({ data: [known, info('a', {})] }).models, [{ model: 'a' }]);
    const cached = info('a', { ...price(1e-6, 1e-6), cache_read_input_token_cost: 5e-7 });
    assert.deepEqual(readModelInfo({ data: [known, cached] }).models, [{ model: 'a', price: { input: 2, output: 3 } }]);
    assert.deepEqual(readModelInfo({ data: [cached] }).models[0]?.price, { input: 1, cachedInput: 0.5, output: 1 });
  });

  it('takes zeroes for prices that nobody has filled in, unless one of them is known', () => {
    assert.deepEqual(readModelInfo({ data: [info('a', price(0, 0))] }).models, [{ model: 'a' }]);
    assert.deepEqual(readModelInfo({ data: [info('a', price(0, 1e-6))] }).models[0]?.price, { input: 0, output: 1 });
  });

  it('leaves out entries without a name, and says which models are for something else', () => {
    const data = [{ model_info: { mode: 'chat' } }, info('chat', {}), info('embed', { mode: 'embedding' })];
    const read = readModelInfo({ data });
    assert.deepEqual([read.models, [...read.others]], [[{ model: 'chat' }], ['embed']]);
    const listed = [{ model: 'chat', contextWindow: 5 }, { model: 'embed' }, { model: 'new' }];
    const more = { models: [{ model: 'chat', contextWindow: 7, outputLimit: 3 }], others: read.others };
    assert.deepEqual(withInfo(listed, more), [{ model: 'chat', contextWindow: 5, outputLimit: 3 }, { model: 'new' }]);
  });
});

describe('readModelList', () => {
  it('keeps the first of a repeated name, and no entry without one', () => {
    const list = [
      { id: 'a', display_name: 'A' },
      { id: '' },
      'b',
      { id: 'a', display_name: 'B' },
      { name: 'models/c' },
    ];
    assert.deepEqual(readModelList(list), [{ model: 'a', name: 'A' }, { model: 'c' }]);
  });

  it('reads the end of a model in the words of each vendor', () => {
    const list = [
      { id: 'openai', shutdown_date: '2026-12-11' },
      { id: 'openai-seconds', shutdown_date: 1_796_947_200 },
      { id: 'anthropic', lifecycle: 'deprecated', retires_at: '2027-01-22T00:00:00Z' },
      { id: 'mistral', deprecation: '2026-12-31T12:00:00Z', deprecation_replacement_model: 'mistral-large-4' },
      { id: 'openrouter', expiration_date: '2027-02-03' },
      { id: 'litellm', deprecation_date: '2026-12-01', successor_model: 'gemini-3.8-flash' },
      { id: 'none', shutdown_date: null, retires_at: null, deprecation: null, expiration_date: '' },
      { id: 'nonsense', shutdown_date: 'soon', retires_at: '2026-13-45' },
    ];
    assert.deepEqual(readModelList({ data: list }), [
      { model: 'openai', endsOn: '2026-12-11' },
      { model: 'openai-seconds', endsOn: '2026-12-11' },
      { model: 'anthropic', endsOn: '2027-01-22' },
      { model: 'mistral', endsOn: '2026-12-31', successor: 'mistral-large-4' },
      { model: 'openrouter', endsOn: '2027-02-03' },
      { model: 'litellm', endsOn: '2026-12-01', successor: 'gemini-3.8-flash' },
      { model: 'none' },
      { model: 'nonsense' },
    ]);
  });

  it('reads the window that llama.cpp was started with, not the one the model was trained for', () => {
    const answer = {
      models: [{ name: 'smollm2', model: 'smollm2', capabilities: ['completion'] }],
      object: 'list',
      data: [{ id: 'smollm2', meta: { n_ctx_train: 8192, n_ctx: 2048, n_params: 134_515_008 } }],
    };
    assert.deepEqual(readModelList(answer), [{ model: 'smollm2', contextWindow: 2048 }]);
  });

  it('leaves out what embeds, draws, speaks or sorts', () => {
    const chat = [
      { id: 'gpt-6-luna' },
      { id: 'an-embedded-systems-chat', mode: 'chat' },
      { id: 'a', type: 'language' },
      { id: 'b', capabilities: { completion_chat: true } },
      { name: 'models/gemini-3.8-flash', supportedGenerationMethods: ['generateContent', 'countTokens'] },
      { id: 'c', architecture: { output_modalities: ['text', 'image'] } },
      { id: 'claude-opus-5-5', type: 'model' },
    ];
    const others = [
      { id: 'text-embedding-3-small' },
      { id: 'nomic-embed-text:latest' },
      { id: 'BAAI/bge-m3' },
      { id: 'intfloat/e5-large' },
      { id: 'jina-reranker-v2' },
      { id: 'whisper-large-v3' },
      { id: 'tts-1' },
      { id: 'gpt-4o-mini-transcribe' },
      { id: 'd', mode: 'embedding' },
      { id: 'e', type: 'embedding' },
      { id: 'f', type: 'embeddings' },
      { id: 'g', capabilities: { completion_chat: false } },
      { name: 'models/gemini-vectors', supportedGenerationMethods: ['embedContent'] },
      { id: 'h', architecture: { output_modalities: ['image'] } },
    ];
    assert.deepEqual(
      readModelList([...chat, ...others]).map(({ model }) => model),
      ['gpt-6-luna', 'an-embedded-systems-chat', 'a', 'b', 'gemini-3.8-flash', 'c', 'claude-opus-5-5'],
    );
  });
});
