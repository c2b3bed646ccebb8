import assert from 'node:assert/strict';
import { conversationText, turnTexts } from '../../../src/core/run/turnTexts.ts';
import { roundOf } from '../../support/rounds.ts';

const call = { id: 'c1', name: 'find_order', input: { number: '4711', fields: { b: 1, a: 2 } } };

describe('what was said in a cell, as text', () => {
  it('is the answer itself where there was nothing else', () => {
    assert.deepEqual(turnTexts({ text: ' {"a": 1}\n', toolCalls: [] }), [' {"a": 1}\n']);
    assert.deepEqual(turnTexts({ text: '', toolCalls: [] }), ['']);
  });

  it('writes calls as JSON with sorted keys, however they came', () => {
    const [text] = turnTexts({ text: 'I look.', toolCalls: [call] });
    const json = '{\n  "fields": {\n    "a": 2,\n    "b": 1\n  },\n  "number": "4711"\n}';
    assert.equal(text, `I look.\n\nCalls find_order\n${json}`);
    const broken = { id: '', name: 'x', input: '{"a":' };
    assert.deepEqual(turnTexts({ text: '', toolCalls: [broken] }), ['Calls x\n"{\\"a\\":"']);
  });

  it('gives each turn of the user a text, with calls and results in their order', () => {
    const rounds = [
      roundOf({
        answer: 'I look.',
        toolCalls: [{ ...call, input: {} }],
        turn: [{ type: 'reasoning', text: '', state: 'a secret of the vendor' }],
        results: [{ id: 'c1', name: 'find_order', output: 'late', isError: true, by: 'rule' }],
      }),
      roundOf({ answer: 'It is late.', user: { text: 'And in euros?', by: 'case' } }),
    ];
    const turns = turnTexts({ text: '22', toolCalls: [], rounds });
    assert.deepEqual(turns, [
      'I look.\n\nCalls find_order\n{}\n\nError of find_order\nlate\n\nIt is late.',
      'User: And in euros?\n\n22',
    ]);
    assert.equal(conversationText({ text: '22', toolCalls: [], rounds }), turns.join('\n\n'));
  });
});
