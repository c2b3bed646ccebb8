import assert from 'node:assert/strict';
import { isJsonObject, type JsonObject } from '../../../../src/core/json.ts';
import { openrouterModel } from '../../../../src/core/routing/export/openrouterNames.ts';
import { exported, keysOf } from '../../../support/exportedRoute.ts';

async function bodyOf(route: string): Promise<JsonObject> {
  const { text } = await exported('openrouter', `routes: {a: {${route}}}`);
  const value: unknown = JSON.parse(text);
  assert.ok(isJsonObject(value));
  const { messages, ...body } = value;
  assert.ok(Array.isArray(messages));
  return body;
}

describe('the body of a request to OpenRouter', () => {
  it('names the models in their order', async () => {
    assert.deepEqual(
      await bodyOf('fallback: [openai/gpt-5.6-luna, anthropic/claude-haiku-4-5, openrouter/openai/gpt-5.6-luna]'),
      {
        model: 'openai/gpt-5.6-luna',
        models: ['anthropic/claude-haiku-4.5'],
        route: 'fallback',
      },
    );
    assert.deepEqual(await bodyOf('fallback: [openai/gpt-5.6-luna]'), { model: 'openai/gpt-5.6-luna' });
  });

  it('asks the model with the largest share first, and none without a share', async () => {
    assert.deepEqual(
      await bodyOf('weighted: {openai/gpt-5.6-luna: 0, google/gemini-3.8-flash: 1, anthropic/claude-haiku-4-5: 3}'),
      {
        model: 'anthropic/claude-haiku-4.5',
        models: ['google/gemini-3.8-flash'],
        route: 'fallback',
      },
    );
  });

  it('sorts over all models by price or by speed', async () => {
    assert.deepEqual((await bodyOf('cost: [openai/x, google/y]'))['provider'], {
      sort: { by: 'price', partition: 'none' },
    });
    assert.deepEqual((await bodyOf('latency: [openai/x, google/y]'))['provider'], {
      sort: { by: 'latency', partition: 'none' },
    });
    assert.deepEqual((await bodyOf('latency: [openai/x, google/y], measure: total'))['provider'], {
      sort: { by: 'throughput', partition: 'none' },
    });
  });

  it('keeps to one host where all models are meant there, and says so where it cannot', async () => {
    assert.deepEqual(await bodyOf('fallback: [groq/openai/gpt-oss-120b, groq/openai/gpt-oss-20b]'), {
      model: 'openai/gpt-oss-120b',
      models: ['openai/gpt-oss-20b'],
      route: 'fallback',
      provider: { order: ['groq'], allow_fallbacks: false },
    });
    const mixed = await exported('openrouter', 'routes: {a: {fallback: [groq/openai/gpt-oss-120b, openai/x]}}');
    assert.ok(!mixed.text.includes('"provider"'));
    assert.ok(keysOf(mixed).includes('a.fallback'));
  });

  it('asks the heaviest target of a split first, and only who serves of a shadow route', async () => {
    assert.deepEqual(await bodyOf('weighted: {openai/x: 1, google/y: 3}'), {
      model: 'google/y',
      models: ['openai/x'],
      route: 'fallback',
    });
    assert.deepEqual(await bodyOf('shadow: {serve: openai/x, compare: [google/y]}'), { model: 'openai/x' });
  });

  it('puts a route inside in the list as its targets', async () => {
    const { text, notes } = await exported(
      'openrouter',
      'routes: {a: {fallback: [route:b, google/y]}, b: {weighted: {openai/x: 1, mistral/z: 2}}}',
    );
    const body: unknown = JSON.parse(text);
    assert.ok(isJsonObject(body));
    assert.deepEqual([body['model'], body['models']], ['mistralai/z', ['openai/x', 'google/y']]);
    assert.ok(notes.some(({ key }) => key === 'b.weighted'));
  });

  it('lists what it cannot say, each at its place', async () => {
    const places = async (yaml: string) => keysOf(await exported('openrouter', `routes: {a: {${yaml}}}`));
    assert.deepEqual(
      await places(
        'fallback: [{model: openai/x, retries: 1, timeout: 1s}, openai/y, openai/w], context-too-long: [openai/z], content-policy: [openai/z], on: [refusal], depth: 1',
      ),
      ['a.retries', 'a.timeout', 'a.on', 'a.context-too-long', 'a.content-policy', 'a.cooldown', 'a.depth'],
    );
    assert.deepEqual(await places('cost: [openai/x]'), ['a.classify', 'a.floor']);
    assert.deepEqual(await places('latency: [openai/x], hedge: p95, tolerance: 0.1'), ['a.hedge', 'a.tolerance']);
    assert.deepEqual(await places('cascade: [openai/x]'), ['a.cascade']);
    assert.deepEqual(await places('weighted: {openai/x: 1}'), ['a.weighted']);
    assert.deepEqual(await places('shadow: {serve: openai/x, compare: [openai/y]}'), ['a.shadow.compare']);
  });

  it('is refused where OpenRouter offers nothing of it', async () => {
    await assert.rejects(exported('openrouter', 'routes: {a: {fallback: [ollama/llama3]}}'), {
      message: 'OpenRouter offers none of the targets of route:a.',
    });
  });
});

describe('models as OpenRouter calls them', () => {
  const named: Readonly<Record<string, string | undefined>> = {
    'openai/gpt-5.6-luna': 'openai/gpt-5.6-luna',
    'anthropic/claude-haiku-4-5': 'anthropic/claude-haiku-4.5',
    'anthropic/claude-haiku-4-5-20251001': 'anthropic/claude-haiku-4.5',
    'anthropic/claude-opus-5': 'anthropic/claude-opus-5',
    'mistral/mistral-small-latest': 'mistralai/mistral-small-latest',
    'xai/grok-4.7': 'x-ai/grok-4.7',
    'openrouter/z-ai/glm-5.1': 'z-ai/glm-5.1',
    'perplexity/perplexity/sonar': 'perplexity/sonar',
    'perplexity/anthropic/claude-sonnet-4-5': 'anthropic/claude-sonnet-4.5',
    'together/Qwen/Qwen3.5-9B': 'qwen/qwen3.5-9b',
    'fireworks/accounts/fireworks/models/glm-5p1': undefined,
    'simulated/terse': undefined,
    'ollama/llama3': undefined,
  };
  for (const [target, id] of Object.entries(named))
    it(`${target} is ${id ?? 'none of them'}`, () => assert.equal(openrouterModel(target)?.id, id));
});
