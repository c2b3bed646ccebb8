import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { BoundKey, Environment } from '../../../src/core/environment.ts';
import { PolypromptError } from '../../../src/core/errors.ts';
import { createRegistry, type ProviderRegistry } from '../../../src/core/providers/registry.ts';
import { FakeClock } from '../../support/fakeClock.ts';

function environment(key?: BoundKey): Environment & { readonly asked: string[] } {
  const asked: string[] = [];
  return {
    clock: new FakeClock(),
    fetch: () => Promise.resolve(new Response('{}')),
    random: () => 0,
    lookUpKey: async (provider, origin) => {
      asked.push(`${provider} at ${origin}`);
      return key;
    },
    asked,
  };
}

function access(registry: ProviderRegistry, id: string, env: Environment) {
  const { provider, ref } = registry.resolve(id);
  return registry.accessFor(provider, ref.model, env);
}

function refusal(code: string, hint: RegExp) {
  return (error: unknown) => error instanceof PolypromptError && error.code === code && hint.test(error.hint);
}

const plain = createRegistry({ endpoints: {} });

describe('createRegistry', () => {
  it('knows the providers by name', () => {
    const ids = plain.list().map((provider) => provider.id);
    assert.deepEqual(ids.slice(0, 4), ['simulated', 'openai', 'anthropic', 'google']);
    assert.equal(ids.length, 19);
  });

  it('takes a model apart at the first slash and sends unknown models as they are', () => {
    assert.deepEqual(plain.resolve('openrouter/openai/gpt-5-mini').ref, {
      provider: 'openrouter',
      model: 'openai/gpt-5-mini',
    });
    assert.equal(plain.resolve('openai/not-yet-released').baseUrl, 'https://api.openai.com/v1');
  });

  it('suggests a provider for a name that is almost one', () => {
    assert.throws(
      () => plain.resolve('antropic/claude-haiku-4-5'),
      refusal('unknown-provider', /Did you mean anthropic\/claude-haiku-4-5/),
    );
    assert.throws(() => plain.resolve('gpt-5'), refusal('unknown-provider', /provider\/model/));
    assert.throws(
      () => plain.resolve('azure/my-deployment'),
      refusal('no-address', /Set the address of your own resource/),
    );
  });

  it('takes another address for a known provider, in any form people write', () => {
    const registry = createRegistry({
      endpoints: {
        openai: { baseUrl: 'http://127.0.0.1:4010' },
        anthropic: { baseUrl: 'http://127.0.0.1:4010/v1/' },
        google: { baseUrl: 'http://127.0.0.1:4010/v1beta' },
        azure: { baseUrl: 'https://me.openai.azure.com/openai/v1/' },
      },
    });
    assert.equal(registry.resolve('openai/x').baseUrl, 'http://127.0.0.1:4010/v1');
    assert.equal(registry.resolve('anthropic/x').baseUrl, 'http://127.0.0.1:4010');
    assert.equal(registry.resolve('google/x').baseUrl, 'http://127.0.0.1:4010/v1beta');
    assert.equal(registry.resolve('azure/x').baseUrl, 'https://me.openai.azure.com/openai/v1');
  });

  it('takes any number of custom endpoints', async () => {
    const registry = createRegistry({
      endpoints: { mine: { baseUrl: 'https://llm.example/v1', keyVariable: 'MY_KEY', name: 'My server' } },
    });
    assert.equal(registry.get('mine')?.name, 'My server');
    await assert.rejects(access(registry, 'mine/model', environment()), refusal('missing-key', /MY_KEY/));
  });

  it('takes providers from outside', () => {
    const [simulated] = plain.list();
    assert.ok(simulated);
    const registry = createRegistry({ endpoints: {}, extra: [{ ...simulated, id: 'editor' }] });
    assert.deepEqual(registry.resolve('editor/copilot/gpt-5').ref, { provider: 'editor', model: 'copilot/gpt-5' });
  });
});

describe('accessFor', () => {
  const key = { key: 'sk-1', origin: 'https://api.openai.com' };

  it("asks for the key of the provider's origin", async () => {
    const env = environment(key);
    assert.equal((await access(plain, 'openai/gpt-4.1', env)).key, 'sk-1');
    assert.deepEqual(env.asked, ['openai at https://api.openai.com']);
  });

  it('refuses before any request when the key is missing (fault 41)', async () => {
    await assert.rejects(access(plain, 'openai/gpt-4.1', environment()), refusal('missing-key', /OPENAI_API_KEY/));
  });

  it('refuses a key that belongs elsewhere', async () => {
    const registry = createRegistry({ endpoints: { openai: { baseUrl: 'https://evil.example/v1' } } });
    await assert.rejects(
      access(registry, 'openai/gpt-4.1', environment(key)),
      refusal('key-origin-mismatch', /only sent to the address/),
    );
  });

  it('needs no key on this machine', async () => {
    const registry = createRegistry({ endpoints: { openai: { baseUrl: 'http://127.0.0.1:4010/v1' } } });
    assert.equal((await access(registry, 'openai/gpt-4.1', environment())).key, undefined);
    assert.equal((await access(plain, 'ollama/qwen3', environment())).key, undefined);
  });

  it('gives a fetch that leaves the origin for nobody', async () => {
    const { fetch } = await access(plain, 'openai/gpt-4.1', environment(key));
    await assert.rejects(fetch('https://evil.example/'), refusal('key-origin-mismatch', /./));
  });

  it('sends headers without encryption only where none of them holds a secret', async () => {
    const baseUrl = 'http://192.168.1.9:4010/v1';
    const statusOf = async (headers: Readonly<Record<string, string>>) => {
      const registry = createRegistry({ endpoints: { mine: { baseUrl, keyRequired: false, headers } } });
      const env = { ...environment(), lookUpSecret: async () => 'hush' };
      return (await (await access(registry, 'mine/model', env)).fetch(`${baseUrl}/models`)).status;
    };
    assert.equal(await statusOf({ team: 'qa' }), 200);
    await assert.rejects(statusOf({ team: `\${secret:TEAM}` }), refusal('key-origin-mismatch', /https/));
  });

  it('knows which vendors give log probabilities', () => {
    const gives = (id: string) => plain.get(id)?.givesLogProbs === true;
    assert.deepEqual(['openai', 'google', 'anthropic'].map(gives), [true, true, false]);
  });

  it('waits longer for models that think first', async () => {
    const firstByte = async (model: string) =>
      (
        await access(
          plain,
          model,
          environment({
            ...key,
            origin: plain.resolve(model).baseUrl ? new URL(plain.resolve(model).baseUrl ?? '').origin : '',
          }),
        )
      ).timeouts.firstByte;
    assert.equal(await firstByte('openai/gpt-4.1'), 120_000);
    for (const model of [
      'openai/o3',
      'openai/gpt-5.6-luna',
      'google/gemini-3.8-flash',
      'anthropic/claude-opus-5-5',
      'deepseek/deepseek-reasoner',
    ]) {
      assert.equal(await firstByte(model), 900_000, model);
    }
  });
});
