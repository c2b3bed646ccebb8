import assert from 'node:assert/strict';
import { isJsonObject, type JsonObject } from '../../../src/core/json.ts';
import type { Parameters } from '../../../src/core/messages.ts';
import { createRegistry } from '../../../src/core/providers/registry.ts';
import { callOf } from '../../support/access.ts';

const registry = createRegistry({ endpoints: {} });

/** The body of a request with these settings, and what is said about it. */
function requestFor(model: string, parameters: Parameters) {
  const { provider, ref, baseUrl } = registry.resolve(model);
  const request = provider.describeRequest?.(callOf(ref.model, 'Hi', parameters), baseUrl ?? '');
  assert.ok(request && isJsonObject(request.body));
  const body: JsonObject = request.body;
  return { body, said: request.warnings.map(({ message }) => message) };
}

describe('stop sequences', () => {
  const stops = (count: number) => Array.from({ length: count }, (_, index) => `s${index}`);

  it('are four at most at servers like OpenAI’s', () => {
    const all = requestFor('mistral/mistral-large-4', { stopSequences: stops(4) });
    assert.deepEqual([all.body['stop'], all.said], [stops(4), []]);
    const more = requestFor('mistral/mistral-large-4', { stopSequences: stops(5) });
    assert.deepEqual([more.body['stop'], more.said], [stops(4), ['Only the first 4 stop sequences were sent.']]);
  });

  it('are five at most at Google', () => {
    const sent = (count: number) => {
      const { body, said } = requestFor('google/gemini-3.8-flash', { stopSequences: stops(count) });
      const config = body['generationConfig'];
      return [isJsonObject(config) ? config['stopSequences'] : undefined, said];
    };
    assert.deepEqual(sent(5), [stops(5), []]);
    assert.deepEqual(sent(6), [stops(5), ['Google takes 5 stop sequences; the first 5 were sent.']]);
    assert.deepEqual(sent(0), [undefined, []]);
  });
});

describe('thinking of a Claude that has a budget for it', () => {
  const model = 'anthropic/claude-sonnet-4-5';
  const tools = [{ name: 'look', inputSchema: { type: 'object' } }];

  it('is dropped, and said to be, where a tool is forced', () => {
    const said = ['claude-sonnet-4-5 does not think when a tool is forced.'];
    for (const thinking of [{ reasoningBudget: 2000 }, { reasoningEffort: 'high' as const }]) {
      const forced = requestFor(model, { tools, toolChoice: 'required', ...thinking });
      assert.deepEqual([forced.body['thinking'], forced.said], [undefined, said]);
      const free = requestFor(model, { tools, ...thinking });
      assert.ok(free.body['thinking'] !== undefined && !free.said.includes(said[0] ?? ''));
    }
  });

  it('is not spoken of where nobody asked for it', () => {
    assert.deepEqual(requestFor(model, { tools, toolChoice: 'required' }).said, []);
  });
});

describe('a schema for the answer', () => {
  const schema = {
    type: 'object',
    properties: { a: { type: 'string' } },
    required: ['a'],
    additionalProperties: false,
  };

  it('is put into the prompt of a Claude that takes none', () => {
    const { body, said } = requestFor('anthropic/claude-3-5-haiku-latest', { output: { format: 'json', schema } });
    assert.equal(body['output_config'], undefined);
    assert.match(JSON.stringify(body['system'] ?? body['messages']), /follow this JSON schema/);
    assert.ok(
      said.some((message) => /takes no JSON schema; it was put into the prompt/.test(message)),
      said.join(),
    );
  });

  it('is sent as a schema to one that does, and not said twice', () => {
    const { body, said } = requestFor('anthropic/claude-sonnet-4-5', { output: { format: 'json', schema } });
    assert.deepEqual(body['output_config'], { format: { type: 'json_schema', schema } });
    assert.doesNotMatch(JSON.stringify(body['system'] ?? body['messages']), /JSON/);
    assert.deepEqual(said, []);
  });

  it('may be missing, so that any JSON will do', () => {
    const { body } = requestFor('anthropic/claude-sonnet-4-5', { output: { format: 'json' } });
    assert.match(JSON.stringify(body['system'] ?? body['messages']), /JSON/);
  });
});

describe('an effort of reasoning', () => {
  it('is dropped, and said to be, at models of OpenAI that do not reason', () => {
    for (const model of ['gpt-3.5-turbo', 'gpt-4', 'gpt-4o-mini', 'gpt-4.1']) {
      const { body, said } = requestFor(`openai/${model}`, { reasoningEffort: 'low' });
      assert.deepEqual([body['reasoning'], said], [undefined, [`${model} does not reason.`]]);
    }
    const { body, said } = requestFor('openai/gpt-5.6-luna', { reasoningEffort: 'low' });
    assert.deepEqual([body['reasoning'], said], [{ effort: 'low' }, []]);
  });
});
