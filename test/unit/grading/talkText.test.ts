import assert from 'node:assert/strict';
import { talkText } from '../../../src/core/grading/talkText.ts';
import type { Message } from '../../../src/core/messages.ts';

const message = (role: Message['role'], text: string): Message => ({ role, parts: [{ type: 'text', text }] });

describe('a conversation as one text', () => {
  it('has what was said by whom, without the system and without calls', () => {
    const call: Message = { role: 'assistant', parts: [{ type: 'tool-call', id: '1', name: 'look', input: {} }] };
    const said = [message('system', 'Be kind.'), message('user', 'Hello.'), call, message('assistant', 'Hi!')];
    assert.equal(
      talkText([...said, message('user', 'My lamp?')]),
      'User: Hello.\n---\nAssistant: Hi!\n---\nUser: My lamp?',
    );
    assert.equal(talkText([]), '');
  });
});
