import assert from 'node:assert/strict';
import type { JsonObject } from '../../../../src/core/json.ts';
import { chatReader } from '../../../../src/core/providers/openai/chatReader.ts';

const source = { who: 'Far', model: 'm', wallTime: 0 };

/** Reads chunks of a stream and gives what is told, and how it ended. */
function read(dialect: Parameters<typeof chatReader>[1], ...chunks: readonly JsonObject[]) {
  const reader = chatReader(source, dialect);
  const events = [...chunks.flatMap((chunk) => [...reader.read(chunk)]), ...reader.flush()];
  const told = events.map((event) => (event.type === 'text' || event.type === 'reasoning' ? event.text : event.type));
  return { reader, told, ending: reader.ending };
}

const plain = { reasoningIsExtra: false };
const delta = (content: JsonObject, more: JsonObject = {}): JsonObject => ({ choices: [{ delta: content, ...more }] });
const call = { index: 0, id: 'c1', function: { name: 'find', arguments: '{}' } };

describe('the end of a chat stream', () => {
  it('is open until a reason is told', () => {
    assert.equal(read(plain, delta({ content: 'Hi' })).ending, undefined);
    assert.deepEqual(read(plain, { model: 'm-1', ...delta({ content: 'Hi' }, { finish_reason: 'length' }) }).ending, {
      finishReason: 'length',
      rawFinishReason: 'length',
      servedModel: 'm-1',
    });
  });

  it('is reached without a reason by usage behind an answer, and by an answer that came whole', () => {
    const usage = { choices: [], usage: { prompt_tokens: 5 } };
    assert.deepEqual(read(plain, delta({ content: 'Hi' }), usage).ending, { finishReason: 'stop' });
    assert.equal(read(plain, usage).ending, undefined, 'usage before an answer ends nothing');
    const whole = { object: 'chat.completion', choices: [{ message: { content: 'Hi' } }] };
    assert.deepEqual([read(plain, whole).told, read(plain, whole).ending], [['Hi'], { finishReason: 'stop' }]);
  });

  it('is a call of tools where some were made, whatever word the server has', () => {
    const made = read(plain, delta({ tool_calls: [call] }, { finish_reason: 'stop' }));
    assert.deepEqual([made.told[0], made.ending?.finishReason], ['tool-call', 'tool-calls']);
    assert.equal(read(plain, delta({ content: 'Hi' }, { finish_reason: 'stop' })).ending?.finishReason, 'stop');
  });

  it('is a refusal where one was said, and not an end of another kind', () => {
    const refused = read(plain, delta({ refusal: 'No.' }, { finish_reason: 'stop' }));
    assert.deepEqual([refused.told, refused.ending?.finishReason], [['No.'], 'refusal']);
    const cut = read(plain, delta({ refusal: 'No' }, { finish_reason: 'length' }));
    assert.equal(cut.ending?.finishReason, 'length');
  });

  it('is an error where the server says so in the stream', () => {
    const failing = delta({}, { finish_reason: 'error', error: { message: 'It broke.' } });
    assert.throws(() => read(plain, failing), { message: /It broke\./ });
  });
});

describe('the words of a chat stream', () => {
  it('come in pieces, and a whole message in place of them counts once', () => {
    const repeated = { choices: [{ delta: {}, message: { content: 'Hello' }, finish_reason: 'stop' }] };
    assert.deepEqual(read(plain, delta({ content: 'Hel' }), delta({ content: 'lo' }), repeated).told, ['Hel', 'lo']);
    assert.deepEqual(read(plain, repeated).told, ['Hello']);
  });

  it('are told apart from thoughts under every name that these have', () => {
    for (const thought of [
      { reasoning_content: 'Hm.' },
      { reasoning: 'Hm.' },
      { content: [{ type: 'thinking', thinking: [{ type: 'text', text: 'Hm.' }] }] },
    ]) {
      const reader = chatReader(source, plain);
      assert.deepEqual(reader.read(delta(thought)), [{ type: 'reasoning', text: 'Hm.' }]);
      assert.equal(reader.hasBegun, true);
    }
    const parts = {
      content: [
        { type: 'text', text: 'He' },
        { type: 'text', text: 'llo' },
      ],
    };
    assert.deepEqual(read(plain, delta(parts)).told, ['Hello']);
  });

  it('begin with the first that says something', () => {
    const { reader } = read(plain, delta({ role: 'assistant', content: '' }));
    assert.equal(reader.hasBegun, false);
    assert.equal(reader.isContent(delta({ role: 'assistant', content: '', tool_calls: null })), false);
    assert.equal(reader.isContent(delta({ content: 'a' })), true);
    assert.equal(reader.isContent(delta({ tool_calls: [call] })), true);
    assert.equal(reader.isContent({ choices: [{ message: { content: 'a' } }] }), true);
    assert.equal(reader.isContent({ choices: [] }), false);
  });
});

describe('the usage of a chat stream', () => {
  const usageOf = (usage: JsonObject, dialect: Parameters<typeof chatReader>[1] = plain) =>
    read(dialect, { choices: [], usage }).reader.usage;

  it('is read under every name, and has no figure that nobody told', () => {
    assert.deepEqual(usageOf({ prompt_tokens: 10, completion_tokens: 5 }), { inputTokens: 10, outputTokens: 5 });
    assert.deepEqual(usageOf({}), {});
    for (const cached of [
      { prompt_tokens_details: { cached_tokens: 4 } },
      { prompt_cache_hit_tokens: 4 },
      { num_cached_tokens: 4 },
    ])
      assert.equal(usageOf(cached)?.cachedInputTokens, 4);
    assert.equal(usageOf({ prompt_tokens_details: { cache_write_tokens: 3 } })?.cacheWriteTokens, 3);
  });

  it('adds thoughts to the answer where they are counted beside it', () => {
    const usage = { completion_tokens: 5, completion_tokens_details: { reasoning_tokens: 7 } };
    assert.deepEqual(usageOf(usage), { outputTokens: 5, reasoningTokens: 7 });
    assert.deepEqual(usageOf(usage, { reasoningIsExtra: true }), { outputTokens: 12, reasoningTokens: 7 });
    assert.deepEqual(usageOf({ reasoning_tokens: 7 }, { reasoningIsExtra: true }), { reasoningTokens: 7 });
  });

  it('has the cost that a server reports, in its body or else in a header', () => {
    assert.equal(usageOf({ cost: 0.25 })?.reportedCost, 0.25);
    assert.equal(usageOf({ cost_in_usd_ticks: 25_000_000 })?.reportedCost, 0.0025);
    const withHeader = (value: string | null, usage: JsonObject) => {
      const reader = chatReader(source, { ...plain, costHeader: 'x-cost' });
      reader.readHeaders?.({ get: (name) => (name === 'x-cost' ? value : null) });
      reader.read({ choices: [], usage });
      return reader.usage?.reportedCost;
    };
    assert.equal(withHeader('0.5', {}), 0.5);
    assert.equal(withHeader('0.5', { cost: 0.25 }), 0.25);
    assert.equal(withHeader('0', {}), undefined, 'a proxy that streams does not know it yet');
    assert.equal(withHeader(null, {}), undefined);
  });
});
