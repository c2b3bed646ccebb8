import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { FinishReason, ModelEvent } from '../../../../src/core/messages.ts';
import { AnswerEnd } from '../../../../src/core/providers/wire/answerEnd.ts';

const call: ModelEvent = { type: 'tool-call', id: 'c', name: 'find', input: {} };
const text: ModelEvent = { type: 'text', text: 'hi' };

function reasonAfter(events: readonly ModelEvent[], finishReason: FinishReason): FinishReason {
  const end = new AnswerEnd('Test');
  for (const event of events) end.note(event);
  return end.eventOf({ finishReason }, undefined).finishReason;
}

describe('the end of an answer', () => {
  it('is a call where one came, whatever the vendor says', () => {
    for (const told of ['stop', 'other', 'tool-calls'] as const)
      assert.equal(reasonAfter([text, call], told), 'tool-calls');
  });

  it('stays a cut, a refusal and a filter, since the call may not be whole or not be meant', () => {
    for (const told of ['length', 'refusal', 'content-filter'] as const) assert.equal(reasonAfter([call], told), told);
  });

  it('is no call where none came', () => {
    assert.equal(reasonAfter([text], 'tool-calls'), 'stop');
    assert.throws(() => reasonAfter([], 'tool-calls'), /says that it called a tool, but no call came/);
  });
});
