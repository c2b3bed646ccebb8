import assert from 'node:assert/strict';
import { LLMock } from '@copilotkit/aimock';
import { after, before, describe, it } from 'mocha';
import { accessTo, callOf } from '../support/access.ts';
import { collect } from '../support/collect.ts';
import { wireCases } from './wireCases.ts';

// A mock that somebody else wrote: it shares none of our ideas of how the wires look.
const mock = new LLMock({ port: 0 });

before(async () => {
  mock.onMessage('hello', { content: 'Hi there, how are you?' });
  mock.onMessage('weather', { toolCalls: [{ name: 'lookUp', arguments: '{"city":"Paris"}' }] });
  mock.onMessage('busy', { error: { message: 'slow down', type: 'rate_limit_error' }, status: 429 });
  await mock.start();
});
after(() => mock.stop());

for (const { wire, provider, model, basePath } of wireCases) {
  // The mock serves Gemini under v1beta only.
  const address = () => `${mock.url}${wire === 'google' ? '/v1beta' : basePath}`;
  const ask = (text: string) =>
    collect(
      provider.stream(
        callOf(model, text, { tools: [{ name: 'lookUp' }] }),
        accessTo(address()),
        new AbortController().signal,
      ),
    );

  describe(`${provider.name} against aimock`, () => {
    it('streams a text to its end', async () => {
      const { text, events, error } = await ask('hello');
      assert.equal(error, undefined);
      assert.equal(text, 'Hi there, how are you?');
      const done = events.at(-1);
      assert.equal(done?.type === 'done' ? done.finishReason : undefined, 'stop');
    });

    it('reads a tool call', async () => {
      const { events, error } = await ask('weather');
      assert.equal(error, undefined);
      const call = events.find((event) => event.type === 'tool-call');
      assert.deepEqual([call?.name, call?.input], ['lookUp', { city: 'Paris' }]);
      const done = events.at(-1);
      assert.equal(done?.type === 'done' ? done.finishReason : undefined, 'tool-calls');
    });

    it('understands its rate limit', async () => {
      assert.equal((await ask('busy')).code, 'rate-limited');
    });
  });
}
