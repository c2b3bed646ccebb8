import assert from 'node:assert/strict';
import { newestFirst } from '../../../src/core/pricing/newestFirst.ts';

describe('newestFirst', () => {
  it('puts the newest version of each provider first and keeps the order of providers', () => {
    const models = [
      'openai/gpt-4.1',
      'openai/gpt-4o',
      'anthropic/claude-haiku-4-5',
      'openai/gpt-5.6-luna',
      'anthropic/claude-sonnet-5-5',
    ];
    assert.deepEqual(newestFirst(models), [
      'openai/gpt-5.6-luna',
      'openai/gpt-4.1',
      'openai/gpt-4o',
      'anthropic/claude-sonnet-5-5',
      'anthropic/claude-haiku-4-5',
    ]);
  });

  it('takes neither sizes nor dates for versions', () => {
    assert.deepEqual(newestFirst(['groq/llama-3.3-70b', 'groq/llama-70b', 'groq/kimi-20260101', 'groq/llama-4-8b']), [
      'groq/llama-4-8b',
      'groq/llama-3.3-70b',
      'groq/llama-70b',
      'groq/kimi-20260101',
    ]);
  });
});
