import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  conversationText,
  foldedText,
  foldSpaces,
  messageStart,
  messagesIn,
} from '../../../../src/core/cases/matching/conversationText.ts';
import type { Message } from '../../../../src/core/messages.ts';

const user = (text: string): Message => ({ role: 'user', parts: [{ type: 'text', text }] });

describe('a text with folded white space', () => {
  const spaces = ['\t', '\n', '\v', '\f', '\r', ' ', '\u00a0', '\u2003', '\u3000', '\ufeff'];
  const others = ['a', 'b', '\b', '\x0e', '\x1f', '!', '\u0085', '\u200b', messageStart('user')];

  it('is the same by both ways, whatever stands in it', () => {
    const sign = fc.constantFrom(...spaces, ...others);
    fc.assert(
      fc.property(fc.array(sign, { maxLength: 20 }), (signs) => {
        const text = signs.join('');
        assert.equal(foldSpaces(text).text, foldedText(text));
      }),
      { numRuns: 500 },
    );
    for (const space of spaces) assert.equal(foldSpaces(`a${space}${space}b`).text, 'a b', JSON.stringify(space));
  });

  it('knows where each sign came from', () => {
    const { text, places } = foldSpaces(' a \n b ');
    assert.equal(text, 'a b');
    assert.deepEqual(places, [1, 2, 5, 7]);
  });
});

describe('a conversation as one text', () => {
  it('begins each message with its role, and keeps calls as JSON', () => {
    const call = { type: 'tool-call', id: 'c', name: 'find', input: {} } as const;
    const text = conversationText([
      user('Hi'),
      { role: 'assistant', parts: [{ type: 'reasoning', text: 'Hm.' }, call] },
    ]);
    assert.equal(text, `${messageStart('user')}Hi${messageStart('assistant')}${JSON.stringify(call)}`);
    assert.equal(messagesIn(text ?? ''), 2);
  });

  it('is none where a message holds a mark of ours', () => {
    for (const mark of ['\uE010', '\uE012']) assert.equal(conversationText([user(`a${mark}b`)]), undefined);
    assert.equal(conversationText([]), '');
  });
});
