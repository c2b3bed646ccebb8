import assert from 'node:assert/strict';
import type { Provider } from '../../src/core/providers/contract/provider.ts';
import { createRegistry } from '../../src/core/providers/registry.ts';
import { accessTo, callOf } from '../support/access.ts';
import { type LoopbackServer, startLoopbackServer } from '../support/loopbackServer.ts';
import { sse } from '../support/wires.ts';

/** What LiteLLM 1.106 was seen to answer: the group's name in the chunks, who served in a header, the cost with the usage. */
const headers = {
  'x-litellm-model-name': 'openai/gpt-5.6-luna',
  'x-litellm-model-group': 'safe',
  'x-litellm-response-cost-original': '0.0',
};

function streamed(usage: object): string {
  const chunk = (fields: object) => sse({ id: 'c', object: 'chat.completion.chunk', model: 'safe', ...fields });
  return [
    chunk({ choices: [{ index: 0, delta: { role: 'assistant', content: 'Hi' } }] }),
    chunk({ choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] }),
    chunk({ choices: [{ index: 0, delta: {} }], usage: { prompt_tokens: 10, completion_tokens: 2, ...usage } }),
    sse('[DONE]'),
  ].join('');
}

describe('a LiteLLM proxy', () => {
  let server: LoopbackServer;
  let provider: Provider;

  beforeEach(async () => {
    server = await startLoopbackServer();
    const found = createRegistry({ endpoints: { litellm: { baseUrl: server.url } } }).get('litellm');
    assert.ok(found);
    provider = found;
  });
  afterEach(() => server.close());

  async function endOf(replyHeaders: Readonly<Record<string, string>>, usage: object) {
    server.script({ headers: { 'content-type': 'text/event-stream', ...replyHeaders }, body: streamed(usage) });
    let cost: number | undefined;
    let served: string | undefined;
    let isFallback: boolean | undefined;
    const access = accessTo(`${server.url}/v1`);
    for await (const event of provider.stream(callOf('safe', 'Hello'), access, AbortSignal.timeout(10_000))) {
      if (event.type === 'usage') cost = event.usage.reportedCost;
      if (event.type === 'done') [served, isFallback] = [event.servedModel, event.isFallback];
    }
    return { cost, served, isFallback };
  }

  it('tells who served in a header, and what it cost with the usage', async () => {
    assert.deepEqual(await endOf(headers, { cost: 4.4e-6 }), {
      cost: 4.4e-6,
      served: 'openai/gpt-5.6-luna',
      isFallback: false,
    });
  });

  it('tells the cost in a header where the usage does not, but a 0 there says nothing yet', async () => {
    assert.equal((await endOf({ ...headers, 'x-litellm-response-cost': '0.002' }, {})).cost, 0.002);
    assert.equal((await endOf({ ...headers, 'x-litellm-response-cost': '0.0' }, {})).cost, undefined);
    assert.equal((await endOf({ ...headers, 'x-litellm-response-cost': 'None' }, {})).cost, undefined);
  });

  it('tells that another group served, by a count or by its name', async () => {
    const fallback = { 'x-litellm-attempted-fallbacks': '1', 'x-litellm-model-group': 'mock-gpt' };
    const { served, isFallback } = await endOf({ ...headers, ...fallback }, {});
    assert.deepEqual([served, isFallback], ['openai/gpt-5.6-luna', true]);
    assert.equal((await endOf({ 'x-litellm-model-group': 'other' }, {})).isFallback, true);
    assert.deepEqual(await endOf({ 'x-litellm-attempted-fallbacks': '2', 'x-litellm-model-group': 'b' }, {}), {
      cost: undefined,
      served: 'b',
      isFallback: true,
    });
    assert.equal((await endOf({ 'x-litellm-attempted-fallbacks': '0' }, {})).isFallback, undefined);
    assert.equal((await endOf({ 'x-litellm-model-group': 'openai/*' }, {})).isFallback, undefined);
  });

  it('is believed about its own model where the header is missing', async () => {
    assert.equal((await endOf({}, {})).served, 'safe');
  });

  const json = (value: unknown) => ({
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(value),
  });

  function listing(models: unknown, info: unknown): Promise<unknown> {
    server.script(json({ data: models }), ({ path }) => path.endsWith('/models'));
    server.script(info === undefined ? { status: 403, ...json({}) } : json({ data: info }), ({ path }) =>
      path.endsWith('/model/info'),
    );
    assert.ok(provider.listModels);
    return provider.listModels(accessTo(`${server.url}/v1`), AbortSignal.timeout(10_000));
  }

  it('lists its models with their limits', async () => {
    assert.deepEqual(await listing([{ id: 'safe', max_input_tokens: 922_000, max_output_tokens: 128_000 }], []), [
      { model: 'safe', contextWindow: 922_000, outputLimit: 128_000 },
    ]);
  });

  it('tells prices and ends elsewhere: of several servers the highest price, and none where one is not known', async () => {
    const cheap = { mode: 'chat', input_cost_per_token: 2e-7, output_cost_per_token: 1.2e-6 };
    const dear = {
      mode: 'chat',
      input_cost_per_token: 4e-6,
      output_cost_per_token: 1e-6,
      deprecation_date: '2026-12-11',
    };
    const info = [
      { model_name: 'safe', model_info: { ...cheap, cache_read_input_token_cost: 2e-8 } },
      { model_name: 'mixed', model_info: cheap },
      { model_name: 'mixed', model_info: dear },
      { model_name: 'half', model_info: cheap },
      { model_name: 'half', model_info: { mode: 'chat', input_cost_per_token: 0, output_cost_per_token: 0 } },
      { model_name: 'vectors', model_info: { mode: 'embedding', input_cost_per_token: 1e-8 } },
    ];
    assert.deepEqual(await listing([{ id: 'safe' }, { id: 'mixed' }, { id: 'half' }, { id: 'vectors' }], info), [
      { model: 'safe', price: { input: 0.2, cachedInput: 0.02, output: 1.2 } },
      { model: 'mixed', price: { input: 4, output: 1.2 }, endsOn: '2026-12-11' },
      { model: 'half' },
    ]);
  });

  it('tells the limits of a group elsewhere: of all behind one name the smallest', async () => {
    const info = [
      { model_name: 'safe', model_info: { max_input_tokens: 900, max_output_tokens: 90 } },
      { model_name: 'safe', model_info: { max_input_tokens: 700, max_output_tokens: 95 } },
      { model_name: 'other', model_info: {} },
    ];
    assert.deepEqual(await listing([{ id: 'safe' }, { id: 'other' }], info), [
      { model: 'safe', contextWindow: 700, outputLimit: 90 },
      { model: 'other' },
    ]);
  });

  it('lists its models without limits where the key may not ask for them', async () => {
    assert.deepEqual(await listing([{ id: 'safe' }], undefined), [{ model: 'safe' }]);
  });
});
