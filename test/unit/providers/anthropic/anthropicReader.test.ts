import assert from 'node:assert/strict';
import type { JsonObject } from '../../../../src/core/json.ts';
import { anthropicReader } from '../../../../src/core/providers/anthropic/anthropicReader.ts';

function read(...chunks: readonly JsonObject[]) {
  const reader = anthropicReader({ who: 'Anthropic', model: 'm', wallTime: 0 });
  const told = chunks.flatMap((chunk) => [...reader.read(chunk)]);
  return { reader, told };
}

const start = (id: string, usage: JsonObject = {}): JsonObject => ({
  type: 'message_start',
  message: { id, model: 'm-1', usage },
});
const stop: JsonObject = { type: 'message_stop' };
const finish = (reason: string): JsonObject => ({ type: 'message_delta', delta: { stop_reason: reason } });
const block = (index: number, content: JsonObject): JsonObject => ({
  type: 'content_block_start',
  index,
  content_block: content,
});
const piece = (index: number, json: string): JsonObject => ({
  type: 'content_block_delta',
  index,
  delta: { type: 'input_json_delta', partial_json: json },
});
const end = (index: number): JsonObject => ({ type: 'content_block_stop', index });

describe('the end of a stream of Anthropic', () => {
  it('is its last event, with the reason that came before', () => {
    assert.equal(read(start('a'), finish('end_turn')).reader.ending, undefined);
    assert.deepEqual(read(start('a'), finish('end_turn'), stop).reader.ending, {
      finishReason: 'stop',
      rawFinishReason: 'end_turn',
      servedModel: 'm-1',
    });
    assert.deepEqual(read(start('a'), finish('max_tokens'), { type: 'message_delta', delta: {} }, stop).reader.ending, {
      finishReason: 'length',
      rawFinishReason: 'max_tokens',
      servedModel: 'm-1',
    });
    assert.equal(read(stop).reader.ending?.finishReason, 'other');
  });

  it('is an error where a second answer begins, or the stream says so', () => {
    assert.throws(() => read(start('a'), start('b')), { code: 'incomplete' });
    assert.doesNotThrow(() => read(start('a'), start('a')));
    assert.throws(() => read({ type: 'error', error: { type: 'overloaded_error', message: 'Busy.' } }), {
      code: 'overloaded',
    });
  });
});

describe('a call in a stream of Anthropic', () => {
  const call = (input?: JsonObject) => ({ type: 'tool_use', id: 'c', name: 'find', ...(input ? { input } : {}) });
  const inputOf = (...chunks: readonly JsonObject[]) => {
    const found = read(...chunks).told.find(({ type }) => type === 'tool-call');
    return found?.type === 'tool-call' ? found.input : undefined;
  };

  it('has the pieces of its input, which count rather than what its block began with', () => {
    assert.deepEqual(inputOf(block(0, call({})), piece(0, '{"k"'), piece(0, ':1}'), end(0)), { k: 1 });
    assert.deepEqual(inputOf(block(0, call({ a: 0 })), piece(0, '{"k":1}'), end(0)), { k: 1 });
  });

  it('keeps what its block began with where the pieces are nothing, or not whole', () => {
    for (const json of ['', '{}', '{"k":'])
      assert.deepEqual(inputOf(block(0, call({ a: 0 })), piece(0, json), end(0)), { a: 0 });
    assert.deepEqual(inputOf(block(0, call({})), end(0)), {});
  });

  it('is told when its block stops, when another takes its place, or at the end', () => {
    const told = (...chunks: readonly JsonObject[]) =>
      read(...chunks).told.filter(({ type }) => type === 'tool-call').length;
    assert.equal(told(block(0, call({}))), 0);
    assert.equal(told(block(0, call({})), end(0), end(0), stop), 1);
    assert.equal(told(block(0, call({})), block(0, call({}))), 1);
    assert.equal(told(block(0, call({})), block(1, call({})), stop), 2);
  });
});

describe('the words of a stream of Anthropic', () => {
  it('may stand in the start of a block, and thoughts are told apart', () => {
    const { told, reader } = read(
      block(0, { type: 'thinking', thinking: 'Hm.' }),
      block(1, { type: 'text', text: 'He' }),
      { type: 'content_block_delta', delta: { type: 'text_delta', text: 'llo' } },
    );
    assert.deepEqual(told, [
      { type: 'reasoning', text: 'Hm.' },
      { type: 'text', text: 'He' },
      { type: 'text', text: 'llo' },
    ]);
    assert.equal(reader.hasBegun, true);
    assert.equal(read(start('a'), block(0, { type: 'text', text: '' })).reader.hasBegun, false);
  });
});

describe('the usage of a stream of Anthropic', () => {
  const usageOf = (usage: JsonObject) => read(start('a', usage)).reader.usage;

  it('adds up what was read, cached and written', () => {
    assert.deepEqual(
      usageOf({ input_tokens: 10, cache_read_input_tokens: 20, cache_creation_input_tokens: 30, output_tokens: 5 }),
      { inputTokens: 60, cachedInputTokens: 20, cacheWriteTokens: 30, outputTokens: 5 },
    );
    const written = { ephemeral_5m_input_tokens: 3, ephemeral_1h_input_tokens: 4 };
    assert.equal(usageOf({ input_tokens: 1, cache_creation: written })?.cacheWriteTokens, 7);
    assert.equal(usageOf({ input_tokens: 1, cache_creation: { ephemeral_1h_input_tokens: 4 } })?.inputTokens, 5);
  });

  it('is not known where neither side is told', () => {
    assert.equal(usageOf({}), undefined);
    assert.deepEqual(usageOf({ output_tokens: 5, output_tokens_details: { thinking_tokens: 2 } }), {
      outputTokens: 5,
      reasoningTokens: 2,
    });
    assert.deepEqual(usageOf({ input_tokens: 0 }), { inputTokens: 0 });
  });
});
