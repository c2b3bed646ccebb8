import assert from 'node:assert/strict';
import { parseImproveMessage } from '../../../src/extension/improve/improveMessages.ts';

const options = { reflect: 'a/b', target: 'c/d', maxCalls: 300, shorter: true, examples: 2, batch: false };

describe('messages from the page of an improvement', () => {
  it('pass when they are one of the wishes', () => {
    for (const message of [
      { type: 'ready' },
      { type: 'start' },
      { type: 'set-options', options },
      { type: 'set-options', options: { ...options, maxCost: 0.5 } },
      { type: 'set-options', options: { ...options, aim: 'recall(refund)' } },
      { type: 'accept', wording: 3 },
      { type: 'show-case', caseId: 'c' },
    ])
      assert.deepEqual(parseImproveMessage(message), message);
  });

  it('are dropped when anything else', () => {
    for (const message of [
      { type: 'execute' },
      { type: 'accept' },
      { type: 'accept', wording: 1.5 },
      { type: 'set-options', options: { ...options, maxCalls: 0 } },
      { type: 'set-options', options: { ...options, maxCalls: 1e9 } },
      { type: 'set-options', options: { ...options, maxCost: -1 } },
      { type: 'set-options', options: { ...options, reflect: 7 } },
      { type: 'set-options', options: { ...options, aim: 7 } },
      { type: 'set-options', options: { ...options, examples: 5 } },
      { type: 'set-options', options: { ...options, examples: 0.5 } },
      { type: 'set-options', options: { ...options, examples: undefined } },
      { type: 'show-case', caseId: 7 },
      { type: 'error-action', action: 'rm' },
    ])
      assert.equal(parseImproveMessage(message), undefined);
  });
});
