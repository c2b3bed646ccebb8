import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { closest } from '../../../src/core/text/closest.ts';

describe('closest', () => {
  const candidates = ['openai', 'openrouter', 'anthropic', 'google', 'groq'];
  it('finds what was probably meant, best first', () => {
    assert.deepEqual(closest('opnai', candidates), ['openai']);
    assert.deepEqual(closest('antropic', candidates), ['anthropic']);
    assert.deepEqual(closest('open', candidates), ['openai', 'openrouter']);
  });
  it('finds nothing in what is far from everything', () => {
    assert.deepEqual(closest('mainframe', candidates), []);
  });
});
