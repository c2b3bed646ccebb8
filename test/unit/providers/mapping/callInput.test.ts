import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { ToolCall } from '../../../../src/core/messages.ts';
import {
  argumentsText,
  callArguments,
  inputObject,
  objectText,
} from '../../../../src/core/providers/mapping/callInput.ts';

const callWith = (text: string): ToolCall => ({ id: 'c', name: 'find', ...callArguments(text) });

describe('the arguments of a call', () => {
  it('are a value alone where writing it gives the same text', () => {
    assert.deepEqual(callArguments('{"city":"Köln","n":[1,2.5,null]}'), { input: { city: 'Köln', n: [1, 2.5, null] } });
    assert.deepEqual(callArguments({ city: 'Oslo' }), { input: { city: 'Oslo' } });
    assert.deepEqual(callArguments(undefined), { input: {} });
  });

  it('keep their text where it says more than the value: nothing, broken JSON, spaces, digits, order', () => {
    assert.deepEqual(callArguments(''), { input: {}, argumentText: '' });
    assert.deepEqual(callArguments('{"a":'), { input: '{"a":', argumentText: '{"a":' });
    assert.deepEqual(callArguments('{"a": 1}'), { input: { a: 1 }, argumentText: '{"a": 1}' });
    assert.equal(callArguments('{"n":12345678901234567890}').argumentText, '{"n":12345678901234567890}');
    assert.equal(callArguments('{"b":1,"1":2}').argumentText, '{"b":1,"1":2}');
  });

  it('go back as they came, and nothing as an empty object', () => {
    for (const text of ['{"a": 1}', '{"n":12345678901234567890}', '{"a":', '{"a":1}'])
      assert.equal(argumentsText(callWith(text)), text);
    assert.equal(argumentsText(callWith(' ')), '{}');
  });

  it('go as an empty object to who reads them again and takes nothing else', () => {
    for (const text of ['', '{"a":', '"odd"', '[1]', 'null']) assert.equal(objectText(callWith(text)), '{}');
    assert.equal(objectText(callWith('{"n":12345678901234567890}')), '{"n":12345678901234567890}');
    assert.deepEqual(inputObject(callWith('[1]')), {});
    assert.deepEqual(inputObject(callWith('{"a": 1}')), { a: 1 });
  });
});
