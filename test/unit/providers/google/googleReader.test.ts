import assert from 'node:assert/strict';
import type { JsonObject } from '../../../../src/core/json.ts';
import { googleReader } from '../../../../src/core/providers/google/googleReader.ts';

const source = { who: 'Google', model: 'm', wallTime: 0 };

function read(...chunks: readonly JsonObject[]) {
  const reader = googleReader(source);
  const events = [...chunks.flatMap((chunk) => [...reader.read(chunk)]), ...reader.flush()];
  return { reader, told: events.map(({ type }) => type) };
}

const answer = (parts: readonly JsonObject[], finishReason?: string): JsonObject => ({
  candidates: [{ content: { parts: [...parts] }, ...(finishReason === undefined ? {} : { finishReason }) }],
});

describe('the end of a stream of Google', () => {
  it('has the reason, the model and the request that it names', () => {
    const { reader } = read({ ...answer([{ text: 'Hi' }], 'STOP'), modelVersion: 'm-1', responseId: 'r' });
    assert.deepEqual(reader.ending, {
      finishReason: 'stop',
      rawFinishReason: 'STOP',
      servedModel: 'm-1',
      requestId: 'r',
    });
    assert.equal(read(answer([{ text: 'Hi' }])).reader.ending, undefined);
  });

  it('is a filter where the prompt was blocked, for whatever reason', () => {
    for (const blockReason of ['SAFETY', 'OTHER', 'PROHIBITED_CONTENT']) {
      const { reader } = read({ promptFeedback: { blockReason } });
      assert.deepEqual(reader.ending, { finishReason: 'content-filter', rawFinishReason: blockReason });
    }
  });

  it('is a call of tools where some were made', () => {
    const { reader, told } = read(answer([{ functionCall: { name: 'find', args: {} } }], 'STOP'));
    assert.deepEqual([told[0], reader.ending?.finishReason], ['tool-call', 'tool-calls']);
    const cut = read(answer([{ functionCall: { name: 'find', args: {} } }], 'MAX_TOKENS')).reader;
    assert.equal(cut.ending?.finishReason, 'length');
  });

  it('is an error where the stream says so', () => {
    assert.throws(() => read({ error: { code: 429, message: 'Slow down.' } }), { code: 'rate-limited' });
  });
});

describe('the words of a stream of Google', () => {
  it('are told apart from thoughts, and a signature alone says nothing', () => {
    const parts = [{ text: 'Hm.', thought: true }, { text: 'Hi' }, { text: '', thoughtSignature: 's' }];
    assert.deepEqual(read(answer(parts)).told, ['reasoning', 'text']);
    const { reader } = read(answer([{ text: '' }]));
    assert.equal(reader.hasBegun, false);
    assert.equal(read(answer([{ text: 'Hm.', thought: true }])).reader.hasBegun, true);
  });

  it('are content as soon as there is a part', () => {
    const { reader } = read();
    assert.deepEqual([reader.isContent(answer([{ text: '' }])), reader.isContent({ candidates: [{}] })], [true, false]);
  });
});

describe('the usage of a stream of Google', () => {
  const usageOf = (usageMetadata: JsonObject) => read({ usageMetadata }).reader.usage;

  it('adds thoughts to the answer, and what tools used to the prompt', () => {
    assert.deepEqual(
      usageOf({ promptTokenCount: 10, toolUsePromptTokenCount: 3, candidatesTokenCount: 5, thoughtsTokenCount: 7 }),
      { inputTokens: 13, outputTokens: 12, reasoningTokens: 7 },
    );
  });

  it('takes a count that is left out for zero only where the other is told', () => {
    assert.deepEqual(usageOf({ thoughtsTokenCount: 7 }), { outputTokens: 7, reasoningTokens: 7 });
    assert.deepEqual(usageOf({ candidatesTokenCount: 5, cachedContentTokenCount: 2 }), {
      cachedInputTokens: 2,
      outputTokens: 5,
    });
    assert.deepEqual(usageOf({ toolUsePromptTokenCount: 3 }), {}, 'the prompt itself is not told');
    assert.equal(read(answer([])).reader.usage, undefined);
  });
});
