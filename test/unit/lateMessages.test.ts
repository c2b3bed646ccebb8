import assert from 'node:assert/strict';
import { messagesKey, withLateMessages } from '../../src/core/lateMessages.ts';
import type { Message } from '../../src/core/messages.ts';

describe('messages that are made when they are asked for', () => {
  const said: readonly Message[] = [{ role: 'user', parts: [{ type: 'text', text: 'Hi' }] }];
  let made = 0;
  const from = {
    messages: () => {
      made++;
      return said;
    },
  };
  beforeEach(() => {
    made = 0;
  });

  it('are not made for the sake of the cell or of its key', () => {
    const [first, second] = [withLateMessages({ id: 'a' }, from), withLateMessages({ id: 'b' }, from)];
    assert.deepEqual([first.id, second.id, messagesKey(first) === messagesKey(second), made], ['a', 'b', true, 0]);
    assert.deepEqual([first.messages, made], [said, 1]);
  });

  it('stand in a copy of the cell and in its JSON', () => {
    const copy = { ...withLateMessages({ id: 'a' }, from), id: 'b' };
    assert.deepEqual([copy.messages, JSON.parse(JSON.stringify(copy))], [said, { id: 'b', messages: said }]);
    assert.equal(messagesKey(copy), messagesKey(withLateMessages({ id: 'c' }, from)));
  });

  it('are their own key where they are held', () => {
    assert.equal(messagesKey({ messages: said }), said);
    assert.notEqual(messagesKey({ messages: [...said] }), said);
  });
});
