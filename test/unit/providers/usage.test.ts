import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { JsonObject } from '../../../src/core/json.ts';
import type { Usage } from '../../../src/core/messages.ts';
import { anthropicReader } from '../../../src/core/providers/anthropic/anthropicReader.ts';
import { googleReader } from '../../../src/core/providers/google/googleReader.ts';
import { chatReader } from '../../../src/core/providers/openai/chatReader.ts';
import { openaiReader } from '../../../src/core/providers/openai/openaiReader.ts';
import type { StreamReader } from '../../../src/core/providers/wire/streamReader.ts';

const source = { who: 'X', model: 'x', wallTime: 0 };

function usageAfter(reader: StreamReader, ...chunks: JsonObject[]): Usage | undefined {
  for (const chunk of chunks) reader.read(chunk);
  return reader.usage;
}

const chat = (usage: JsonObject, reasoningIsExtra = false) =>
  usageAfter(chatReader(source, { reasoningIsExtra }), { choices: [], usage });
const anthropic = (...usages: JsonObject[]) =>
  usageAfter(
    anthropicReader(source),
    ...usages.map(
      (usage, index): JsonObject =>
        index === 0 ? { type: 'message_start', message: { usage } } : { type: 'message_delta', delta: {}, usage },
    ),
  );
const google = (usageMetadata: JsonObject) => usageAfter(googleReader(source), { usageMetadata });
const openai = (usage: JsonObject) =>
  usageAfter(openaiReader(source), { type: 'response.completed', response: { usage } });

describe('usage', () => {
  it('OpenAI: totals include what was cached, written and reasoned', () => {
    const details = {
      input_tokens_details: { cached_tokens: 40, cache_write_tokens: 8 },
      output_tokens_details: { reasoning_tokens: 5 },
    };
    const expected = {
      inputTokens: 100,
      cachedInputTokens: 40,
      cacheWriteTokens: 8,
      outputTokens: 20,
      reasoningTokens: 5,
    };
    assert.deepEqual(openai({ input_tokens: 100, output_tokens: 20, ...details }), expected);
  });

  it('Anthropic: parts of the input are disjoint and add up, later nulls change nothing', () => {
    const start = { input_tokens: 10, cache_read_input_tokens: 40, cache_creation_input_tokens: 8, output_tokens: 1 };
    const end = {
      input_tokens: null,
      cache_read_input_tokens: null,
      output_tokens: 20,
      output_tokens_details: { thinking_tokens: 5 },
    };
    assert.deepEqual(anthropic(start, end), {
      inputTokens: 58,
      cachedInputTokens: 40,
      cacheWriteTokens: 8,
      outputTokens: 20,
      reasoningTokens: 5,
    });
  });

  it('Anthropic: writes may be told apart by age', () => {
    const usage = {
      input_tokens: 1,
      output_tokens: 1,
      cache_creation: { ephemeral_5m_input_tokens: 3, ephemeral_1h_input_tokens: 4 },
    };
    assert.equal(anthropic(usage)?.cacheWriteTokens, 7);
    const short = { input_tokens: 1, output_tokens: 1, cache_creation: { ephemeral_5m_input_tokens: 3 } };
    assert.equal(anthropic(short)?.cacheWriteTokens, 3);
    const long = { input_tokens: 1, output_tokens: 1, cache_creation: { ephemeral_1h_input_tokens: 4 } };
    assert.equal(anthropic(long)?.cacheWriteTokens, 4);
    assert.equal(anthropic({ input_tokens: 1, output_tokens: 1, cache_creation: {} })?.cacheWriteTokens, undefined);
  });

  it('Google: answer and thoughts are disjoint and add up, tools count as input', () => {
    const usage = {
      promptTokenCount: 100,
      toolUsePromptTokenCount: 7,
      cachedContentTokenCount: 40,
      candidatesTokenCount: 20,
      thoughtsTokenCount: 30,
    };
    assert.deepEqual(google(usage), { inputTokens: 107, cachedInputTokens: 40, outputTokens: 50, reasoningTokens: 30 });
    assert.deepEqual(google({ promptTokenCount: 100, thoughtsTokenCount: 30 }), {
      inputTokens: 100,
      outputTokens: 30,
      reasoningTokens: 30,
    });
  });

  it('xAI: reasoning stands outside the completion, and the cost is reported', () => {
    const usage = {
      prompt_tokens: 12,
      completion_tokens: 1,
      completion_tokens_details: { reasoning_tokens: 228 },
      cost_in_usd_ticks: 5_000_000,
    };
    assert.deepEqual(chat(usage, true), {
      inputTokens: 12,
      outputTokens: 229,
      reasoningTokens: 228,
      reportedCost: 0.0005,
    });
    assert.equal(chat(usage)?.outputTokens, 1);
  });

  it('DeepSeek and Mistral name cached tokens in their own way, OpenRouter reports its cost', () => {
    assert.equal(chat({ prompt_tokens: 9, completion_tokens: 1, prompt_cache_hit_tokens: 4 })?.cachedInputTokens, 4);
    assert.equal(chat({ prompt_tokens: 9, completion_tokens: 1, num_cached_tokens: 5 })?.cachedInputTokens, 5);
    assert.equal(chat({ prompt_tokens: 9, completion_tokens: 1, cost: 0.25 })?.reportedCost, 0.25);
  });

  it('Groq puts it elsewhere', () => {
    const reader = chatReader(source, { reasoningIsExtra: false });
    assert.equal(
      usageAfter(reader, { choices: [], x_groq: { usage: { prompt_tokens: 9, completion_tokens: 1 } } })?.inputTokens,
      9,
    );
  });

  it('missing, negative and broken figures are unknown, not zero (fault 37)', () => {
    assert.equal(usageAfter(chatReader(source, { reasoningIsExtra: false }), { choices: [], usage: null }), undefined);
    assert.deepEqual(chat({ prompt_tokens: -1, completion_tokens: 'many' }), {});
    assert.deepEqual(google({ promptTokenCount: 5 }), { inputTokens: 5 });
    assert.equal(anthropic({}), undefined);
  });
});
