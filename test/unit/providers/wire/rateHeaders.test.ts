import assert from 'node:assert/strict';
import { readRateLimits } from '../../../../src/core/providers/wire/rateHeaders.ts';

const now = Date.UTC(2026, 10, 20);
const read = (headers: Readonly<Record<string, string>>) => readRateLimits(new Headers(headers), now);

describe('readRateLimits', () => {
  it('reads what OpenAI says', () => {
    assert.deepEqual(
      read({
        'x-ratelimit-limit-requests': '500',
        'x-ratelimit-remaining-requests': '499',
        'x-ratelimit-reset-requests': '120ms',
        'x-ratelimit-limit-tokens': '30000',
        'x-ratelimit-remaining-tokens': '12000',
        'x-ratelimit-reset-tokens': '1m6.5s',
      }),
      {
        requests: { limit: 500, remaining: 499, resetMs: 120 },
        tokens: { limit: 30_000, remaining: 12_000, resetMs: 66_500 },
      },
    );
  });

  it('reads what Anthropic says, of its token limits the one closest to its end', () => {
    assert.deepEqual(
      read({
        'anthropic-ratelimit-requests-limit': '50',
        'anthropic-ratelimit-requests-remaining': '0',
        'anthropic-ratelimit-requests-reset': '2026-11-20T00:00:30Z',
        'anthropic-ratelimit-input-tokens-limit': '40000',
        'anthropic-ratelimit-input-tokens-remaining': '39000',
        'anthropic-ratelimit-output-tokens-limit': '8000',
        'anthropic-ratelimit-output-tokens-remaining': '1000',
      }),
      { requests: { limit: 50, remaining: 0, resetMs: 30_000 }, tokens: { limit: 8000, remaining: 1000 } },
    );
  });

  it('knows nothing where nothing, nonsense or half of it is said', () => {
    assert.deepEqual(read({}), {});
    assert.deepEqual(read({ 'x-ratelimit-limit-requests': 'many', 'x-ratelimit-remaining-requests': '-1' }), {});
    assert.deepEqual(read({ 'x-ratelimit-limit-tokens': '10' }), {});
    assert.deepEqual(
      read({
        'x-ratelimit-limit-tokens': '10',
        'x-ratelimit-remaining-tokens': '1',
        'x-ratelimit-reset-tokens': 'soon',
      }),
      { tokens: { limit: 10, remaining: 1 } },
    );
  });
});
