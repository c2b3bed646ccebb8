import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { outputOf, outputText } from '../../../src/core/run/answerOutput.ts';

const call = { id: 'c1', name: 'find', input: { k: 1 } };
const written = { id: 'c1', type: 'function', function: { name: 'find', arguments: '{"k":1}' } };

describe('the output of an answer', () => {
  it('is its text, its calls, or a message of both', () => {
    assert.equal(outputOf({ text: 'Hi', toolCalls: [] }), 'Hi');
    assert.deepEqual(outputOf({ text: '', toolCalls: [call] }), [written]);
    const both = { role: 'assistant', content: 'Hi', tool_calls: [written] };
    assert.deepEqual(outputOf({ text: 'Hi', toolCalls: [call] }), both);
    assert.equal(outputText({ text: 'Hi', toolCalls: [call] }), JSON.stringify(both));
  });

  it('keeps arguments that are no JSON as they came, and makes no id up', () => {
    assert.deepEqual(outputOf({ text: '', toolCalls: [{ id: '', name: 'find', input: '{"k"' }] }), [
      { type: 'function', function: { name: 'find', arguments: '{"k"' } },
    ]);
  });
});
