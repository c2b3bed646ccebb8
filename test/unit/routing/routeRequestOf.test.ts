import assert from 'node:assert/strict';
import type { Message, Parameters } from '../../../src/core/messages.ts';
import { routeRequestOf } from '../../../src/core/routing/routeRequestOf.ts';

const message = (text: string, role: Message['role'] = 'user'): Message => ({ role, parts: [{ type: 'text', text }] });

function requestOf(messages: readonly Message[], parameters: Parameters = {}, repeat = 0) {
  return routeRequestOf({ messages, parameters, repeat });
}

describe('what a route may know of a request', () => {
  it('is its text, one message below the other, without capitals', () => {
    const { text } = requestOf([message('Be KIND.', 'system'), message('Where?')]);
    assert.equal(text, 'be kind.\nwhere?');
  });

  it('is known again by its text and its repeat, whatever its capitals', () => {
    const key = (text: string, repeat = 0) => requestOf([message(text)], {}, repeat).key;
    assert.match(key('Where?'), /^[0-9a-f]{16}-0$/);
    assert.equal(key('Where?'), key('WHERE?'));
    assert.notEqual(key('Where?'), key('Why?'));
    assert.equal(key('Where?', 2), key('Where?').replace(/-0$/, '-2'));
    assert.notEqual(requestOf([message('ab')]).key, requestOf([message('a'), message('b')]).key);
  });

  it('counts the tokens of its messages and of its settings', () => {
    const tools = [{ name: 'look', description: 'Looks an order up by its number. '.repeat(20), inputSchema: {} }];
    const [bare, withTools] = [requestOf([message('Where?')]), requestOf([message('Where?')], { tools })];
    assert.ok(bare.tokens > 0 && withTools.tokens > bare.tokens + 50, `${bare.tokens}, ${withTools.tokens}`);
    assert.ok(requestOf([message('Where?'), message('Where?')]).tokens > bare.tokens);
    assert.deepEqual([bare.hasTools, withTools.hasTools, requestOf([], { tools: [] }).hasTools], [false, true, false]);
  });

  it('says whether it asks for a form, and whether it has pictures', () => {
    const schema = { type: 'object' };
    assert.equal(requestOf([], { output: { format: 'json', schema } }).hasSchema, true);
    assert.equal(requestOf([], { output: { format: 'json' } }).hasSchema, false);
    const picture: Message = { role: 'user', parts: [{ type: 'media', url: 'data:image/png;base64,AA==' }] };
    assert.equal(requestOf([message('Look:'), picture]).hasMedia, true);
    assert.equal(requestOf([message('Look:')]).hasMedia, false);
  });
});
