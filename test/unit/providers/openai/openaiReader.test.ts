import assert from 'node:assert/strict';
import type { JsonObject } from '../../../../src/core/json.ts';
import { openaiReader } from '../../../../src/core/providers/openai/openaiReader.ts';

function read(chunks: readonly JsonObject[], outputLimit?: number) {
  const reader = openaiReader({ who: 'OpenAI', model: 'm', wallTime: 0, outputLimit });
  const told = chunks.flatMap((chunk) => [...reader.read(chunk)]);
  return { reader, told };
}

const message = (text: string): JsonObject => ({ type: 'message', content: [{ type: 'output_text', text }] });
const completed = (response: JsonObject): JsonObject => ({ type: 'response.completed', response });
const endOf = (chunk: JsonObject, outputLimit?: number) => read([chunk], outputLimit).reader.ending;

describe('the end of a Responses stream', () => {
  it('has the status of the response, or else of its event', () => {
    assert.deepEqual(endOf(completed({ model: 'm-1', output: [message('Hi')] })), {
      finishReason: 'stop',
      rawFinishReason: 'completed',
      servedModel: 'm-1',
    });
    assert.equal(endOf({ type: 'response.done', response: {} })?.rawFinishReason, 'completed');
    assert.equal(endOf({ type: 'response.incomplete', response: {} })?.rawFinishReason, 'incomplete');
    const cut = { status: 'incomplete', incomplete_details: { reason: 'max_output_tokens' } };
    assert.equal(endOf({ type: 'response.incomplete', response: cut })?.finishReason, 'length');
  });

  it('is a call of tools or a refusal where there was one', () => {
    const call = { type: 'function_call', call_id: 'c', name: 'find', arguments: '{}' };
    assert.equal(endOf(completed({ output: [call] }))?.finishReason, 'tool-calls');
    const refusal = { type: 'message', content: [{ type: 'refusal', refusal: 'No.' }] };
    assert.equal(endOf(completed({ output: [refusal] }))?.finishReason, 'refusal');
  });

  it('is a cut where the answer stops exactly at its limit, whatever the server says', () => {
    const of = (tokens: number, more: JsonObject = {}) => completed({ usage: { output_tokens: tokens }, ...more });
    assert.equal(endOf(of(100), 100)?.finishReason, 'length');
    assert.equal(endOf(of(99), 100)?.finishReason, 'stop');
    assert.equal(endOf(of(100, { max_output_tokens: 100 }))?.finishReason, 'length');
    assert.equal(endOf(of(100, { max_output_tokens: 100 }), 200)?.finishReason, 'stop', 'what was asked for counts');
    assert.equal(endOf(of(0, { max_output_tokens: 0 }))?.finishReason, 'stop');
  });

  it('is an error where it failed', () => {
    const error = { code: 'rate_limit_exceeded', message: 'Slow down.' };
    for (const chunk of [
      { type: 'response.failed', response: { error } },
      completed({ status: 'failed', error }),
      { type: 'error', ...error },
    ])
      assert.throws(() => read([chunk]), { code: 'rate-limited' }, JSON.stringify(chunk));
  });

  it('is not reached by a response that is still under way', () => {
    for (const status of ['in_progress', 'queued'])
      assert.equal(endOf({ object: 'response', status, output: [] }), undefined);
  });

  it('is the whole answer of a server that does not stream, and nothing is read behind it', () => {
    const whole = { object: 'response', output: [message('Hi')] };
    const { told, reader } = read([whole, { type: 'response.output_text.delta', delta: 'more' }]);
    assert.deepEqual(
      told.map((event) => (event.type === 'text' ? event.text : event.type)),
      ['Hi'],
    );
    assert.deepEqual([reader.isOver, reader.ending?.finishReason], [true, 'stop']);
  });
});

describe('the usage of a Responses stream', () => {
  it('has the tokens of each kind, and a cost that a server reports', () => {
    const usage = {
      ...{ input_tokens: 10, output_tokens: 5 },
      input_tokens_details: { cached_tokens: 4, cache_write_tokens: 3 },
      output_tokens_details: { reasoning_tokens: 2 },
    };
    assert.deepEqual(read([completed({ usage })]).reader.usage, {
      ...{ inputTokens: 10, cachedInputTokens: 4, cacheWriteTokens: 3, outputTokens: 5, reasoningTokens: 2 },
    });
    assert.equal(read([completed({ usage: { cost: 0.5 } })]).reader.usage?.reportedCost, 0.5);
    assert.equal(read([completed({ usage: { cost: { total_cost: 0.25 } } })]).reader.usage?.reportedCost, 0.25);
    assert.equal(read([completed({})]).reader.usage, undefined);
  });
});
