import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { JsonValue } from '../../../../src/core/json.ts';
import type { Message, ModelEvent, Parameters, ToolDefinition } from '../../../../src/core/messages.ts';
import { simulatedProvider } from '../../../../src/core/providers/simulated/simulated.ts';
import { accessTo } from '../../../support/access.ts';
import { collect } from '../../../support/collect.ts';

const tool = (name: string, ...fields: string[]): ToolDefinition => ({
  name,
  inputSchema: {
    type: 'object',
    properties: Object.fromEntries(fields.map((field) => [field, { type: 'string' }])),
    required: fields,
  },
});
const tools = [
  tool('find_order', 'order_number'),
  tool('find_customer', 'email'),
  tool('cancel_order', 'order_number'),
];
const user = (text: string): Message => ({ role: 'user', parts: [{ type: 'text', text }] });
const clock = { ...accessTo('http://x').clock, sleep: () => Promise.resolve() };

async function ask(messages: readonly Message[], parameters: Parameters = {}): Promise<readonly ModelEvent[]> {
  const call = { model: 'terse', messages, parameters: { tools, ...parameters } };
  const access = accessTo('http://x', { clock });
  return (await collect(simulatedProvider().stream(call, access, new AbortController().signal))).events;
}

const callIn = (events: readonly ModelEvent[]) => events.find((event) => event.type === 'tool-call');
const textIn = (events: readonly ModelEvent[]) =>
  events.map((event) => (event.type === 'text' ? event.text : '')).join('');

/** The messages of a round: a call, and what came of it. */
function round(events: readonly ModelEvent[], result: JsonValue, isError?: true): Message[] {
  const call = callIn(events) ?? assert.fail('no call');
  const { id, name, input } = call;
  const output = typeof result === 'string' ? result : JSON.stringify(result);
  return [
    { role: 'assistant', parts: [{ type: 'tool-call', id, name, input }] },
    { role: 'tool', parts: [{ type: 'tool-result', id, name, output, ...(isError ? { isError } : {}) }] },
  ];
}

describe('a simulated model with tools', () => {
  it('calls one tool after the other that the text speaks of, then answers with what they gave', async () => {
    const messages = [user('Find the order 17 and tell me which customer made it.')];
    const first = await ask(messages);
    assert.equal(callIn(first)?.name, 'find_order');
    messages.push(...round(first, { email: 'bo@example.com' }));
    const second = await ask(messages);
    assert.deepEqual(callIn(second)?.input, { email: 'bo@example.com' });
    assert.equal(callIn(second)?.name, 'find_customer');
    messages.push(...round(second, { name: 'Bo', since: 2019 }));
    const last = await ask(messages);
    assert.equal(textIn(last), 'find_order says: email: bo@example.com\nfind_customer says: name: Bo, since: 2019');
    assert.equal(last.at(-1)?.type, 'done');
  });

  it('leaves a tool alone that the text does not name apart from the others', async () => {
    const messages = [user('Where is order 17?')];
    messages.push(...round(await ask(messages), 'shipped'));
    assert.equal(textIn(await ask(messages)), 'find_order says: shipped');
  });

  it('tries a call again once where its error says that it may pass, under another id', async () => {
    const messages = [user('Where is order 17?')];
    const first = await ask(messages);
    messages.push(...round(first, '503 try again', true));
    const second = await ask(messages);
    assert.deepEqual([callIn(first)?.id, callIn(second)?.id], ['call_find_order', 'call_find_order_2']);
    messages.push(...round(second, '503 try again', true));
    assert.equal(textIn(await ask(messages)), 'find_order failed: 503 try again\nfind_order failed: 503 try again');
  });

  it('does not repeat an error that will not pass', async () => {
    const messages = [user('Where is order 17?')];
    messages.push(...round(await ask(messages), 'no such order', true));
    assert.equal(textIn(await ask(messages)), 'find_order failed: no such order');
  });

  it('calls anew for a follow-up, and tells its result alone', async () => {
    const messages = [user('Where is order 17?')];
    messages.push(...round(await ask(messages), 'shipped'));
    messages.push({ role: 'assistant', parts: [{ type: 'text', text: 'Shipped.' }] }, user('And order 18?'));
    const again = await ask(messages);
    assert.equal(callIn(again)?.id, 'call_find_order');
    messages.push(...round(again, 'lost'));
    assert.equal(textIn(await ask(messages)), 'find_order says: lost');
  });

  it('calls a forced tool once', async () => {
    const forced: Parameters = { toolChoice: { name: 'cancel_order' } };
    const messages = [user('Hello.')];
    const first = await ask(messages, forced);
    assert.equal(callIn(first)?.name, 'cancel_order');
    messages.push(...round(first, 'gone'));
    assert.equal(textIn(await ask(messages, forced)), 'cancel_order says: gone');
  });

  it('puts results into the form that the answer has to have', async () => {
    const schema = { type: 'object', properties: { email: { type: 'string' } }, required: ['email'] };
    const output = { format: 'json', schema } as const;
    const messages = [user('Where is order 17?')];
    messages.push(...round(await ask(messages, { output }), { email: 'bo@example.com' }));
    assert.deepEqual(JSON.parse(textIn(await ask(messages, { output }))), { email: 'bo@example.com' });
  });

  it('counts what calls and results hold as input', async () => {
    const messages = [user('Where is order 17?')];
    const inputOf = (events: readonly ModelEvent[]) =>
      events.find((event) => event.type === 'usage')?.usage.inputTokens ?? 0;
    const first = await ask(messages);
    messages.push(...round(first, 'x'.repeat(400)));
    assert.ok(inputOf(await ask(messages)) >= inputOf(first) + 100);
  });
});
