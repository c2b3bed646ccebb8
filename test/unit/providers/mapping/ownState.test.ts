import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { Message } from '../../../../src/core/messages.ts';
import { withOwnState } from '../../../../src/core/providers/mapping/ownState.ts';

const state = { signature: 's' };
const user: Message = { role: 'user', parts: [{ type: 'text', text: 'hi' }] };
const call = { type: 'tool-call', id: 'c', name: 'find', input: {}, argumentText: '' } as const;
const said = (from?: string): Message => ({
  role: 'assistant',
  parts: [
    { type: 'reasoning', text: 'Hm.', state },
    { type: 'text', text: 'Well.', state },
    { type: 'text', text: '', state },
    { ...call, state },
  ],
  ...(from === undefined ? {} : { from }),
});
const plain = [{ type: 'text', text: 'Well.' }, call];

describe('the state of a model', () => {
  it('goes back to the model that gave it, message by message as it is', () => {
    const messages = [user, said('a/one')];
    assert.equal(withOwnState(messages, 'a/one'), messages);
  });

  it('goes to no other model, to the same name at another provider as little as to another name', () => {
    for (const model of ['a/two', 'b/one'])
      assert.deepEqual(withOwnState([user, said('a/one')], model), [user, { ...said('a/one'), parts: plain }]);
  });

  it('is nobody’s in a message that says not whose it is', () => {
    assert.deepEqual(withOwnState([said()], 'a/one'), [{ role: 'assistant', parts: plain }]);
  });

  it('takes a message with it that held nothing else', () => {
    const thoughts: Message = { role: 'assistant', parts: [{ type: 'reasoning', text: 'Hm.', state }], from: 'a/one' };
    assert.deepEqual(withOwnState([user, thoughts, user], 'a/two'), [user, user]);
  });
});
