import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { isServedByAnother, servedOf } from '../../../src/core/run/servedModel.ts';

const another: readonly (readonly [string, string])[] = [
  ['llamacpp/nosuch', 'smollm2'],
  ['google/gemini-2.5-pro', 'gemini-3.8-flash'],
  ['openai/gpt-4', 'gpt-4.1'],
  ['openai/gpt-5', 'gpt-5-mini'],
  ['anthropic/claude-opus-4', 'claude-opus-4-5'],
  ['anthropic/claude-sonnet-5', 'claude-sonnet-5.5'],
  ['deepseek/deepseek-chat', 'deepseek-v4-flash'],
  ['openrouter/openrouter/auto', 'openai/gpt-5-mini'],
  ['mistral/mistral-large-latest', 'mistral-small-2603'],
];
const same: readonly (readonly [string, string])[] = [
  ['openai/gpt-5', 'gpt-5'],
  ['openai/gpt-4o', 'gpt-4o-2024-08-06'],
  ['openai/gpt-4', 'gpt-4-0613'],
  ['anthropic/claude-haiku-4-5', 'claude-haiku-4-5-20251001'],
  ['anthropic/claude-3-5-sonnet-latest', 'claude-3-5-sonnet-20241022'],
  ['google/gemini-2.5-flash', 'gemini-2.5-flash-preview-05-20'],
  ['google/gemini-1.5-pro', 'gemini-1.5-pro-002'],
  ['google/gemini-flash-latest', 'gemini-3.8-flash'],
  ['mistral/mistral-large-latest', 'mistral-large-2512'],
  ['xai/grok-4', 'grok-4-0709'],
  ['openrouter/openai/gpt-oss-120b:free', 'openai/gpt-oss-120b'],
  ['openrouter/openai/gpt-oss-120b', 'gpt-oss-120b'],
  ['ollama/llama3.2', 'llama3.2:latest'],
  ['llamacpp/SmolLM2', 'smollm2.gguf'],
  ['azure/our-deployment', 'gpt-5.4-2026-03-05'],
];

describe('servedOf', () => {
  for (const [asked, servedModel] of another)
    it(`${servedModel} is not ${asked}`, () => assert.equal(isServedByAnother({ servedModel }, asked), true));
  for (const [asked, servedModel] of same)
    it(`${servedModel} is ${asked}`, () => assert.equal(isServedByAnother({ servedModel }, asked), false));

  it('believes a proxy that says whether it fell back, whatever the names', () => {
    const servedModel = 'openai/gpt-5.6-luna';
    assert.equal(isServedByAnother({ servedModel, isFallback: false }, 'litellm/safe'), false);
    assert.equal(isServedByAnother({ servedModel, isFallback: true }, 'litellm/gpt-5.6-luna'), true);
  });

  it('says nothing where nobody says who served', () => assert.equal(servedOf({}, 'openai/gpt-5'), undefined));
});

describe('the name of a served model', () => {
  it('stands beside the one that was asked, without its provider', () => {
    assert.deepEqual(servedOf({ servedModel: 'other' }, 'openrouter/meta/llama'), {
      name: 'other',
      requested: 'meta/llama',
      isSame: false,
    });
    assert.equal(servedOf({ servedModel: 'meta/llama' }, 'openrouter/meta/llama'), undefined);
    assert.equal(servedOf({}, 'openrouter/meta/llama'), undefined);
  });
});
