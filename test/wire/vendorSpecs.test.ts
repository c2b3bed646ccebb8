import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { JsonObject } from '../../src/core/json.ts';
import { objectAt } from '../../src/core/jsonRead.ts';
import type { Message, ModelCall, Parameters, Part } from '../../src/core/messages.ts';
import { toRequest as anthropicRequest } from '../../src/core/providers/anthropic/anthropicRequest.ts';
import type { MappedRequest } from '../../src/core/providers/contract/warnings.ts';
import { toRequest as googleRequest } from '../../src/core/providers/google/googleRequest.ts';
import { plainChat } from '../../src/core/providers/openai/chatFlags.ts';
import { toRequest as chatRequest } from '../../src/core/providers/openai/chatRequest.ts';
import { openaiProvider } from '../../src/core/providers/openai/openai.ts';
import { openaiLine } from '../../src/core/providers/openai/openaiBatch.ts';
import { toRequest as openaiRequest } from '../../src/core/providers/openai/openaiRequest.ts';
import { presets } from '../../src/core/providers/presets.ts';

const user: Message = { role: 'user', parts: [{ type: 'text', text: 'hi' }] };
const call = (parameters: Parameters, messages: readonly Message[] = [user], model = 'm'): ModelCall => ({
  model,
  messages,
  parameters,
});
const chatAt = (id: string) => (asked: ModelCall) =>
  chatRequest(asked, { who: id, flags: { ...plainChat, ...presets.find((preset) => preset.id === id)?.chat } });
const chat = chatAt('groq');
const mistral = chatAt('mistral');
const changes = (request: MappedRequest<JsonObject>) =>
  request.warnings.map(({ field, action, message }) => `${field} ${action}: ${message}`);

describe('a tool that is to be strict', () => {
  const loose = {
    type: 'object',
    properties: { a: { type: 'object', properties: { b: { type: 'string' } }, required: ['b'] } },
    required: ['a'],
  };
  const closed = {
    ...loose,
    properties: { a: { ...loose.properties.a, additionalProperties: false } },
    additionalProperties: false,
  };
  const optional = { type: 'object', properties: { a: { type: 'string' } } };
  const tools = (inputSchema: JsonObject, strict = true) => ({ tools: [{ name: 'find', inputSchema, strict }] });
  const sent = {
    chat: (schema: JsonObject, strict: boolean) => [
      { type: 'function', function: { name: 'find', parameters: schema, strict } },
    ],
    responses: (schema: JsonObject, strict: boolean) => [
      { type: 'function', name: 'find', parameters: schema, strict },
    ],
  };

  it('has its objects closed for OpenAI and its like, with a note', () => {
    assert.deepEqual(chat(call(tools(loose))).body['tools'], sent.chat(closed, true));
    assert.deepEqual(openaiRequest(call(tools(loose))).body['tools'], sent.responses(closed, true));
    assert.deepEqual(changes(openaiRequest(call(tools(loose)))), [
      'tools changed: The objects of the tool "find" were closed, as strict tools need.',
    ]);
    assert.deepEqual(changes(chat(call(tools(closed)))), []);
  });

  it('is sent without strict, with a note, where closing is not enough', () => {
    for (const schema of [
      optional,
      { ...closed, additionalProperties: true },
      { type: 'object', properties: { a: { type: 'string', minLength: 2 } }, required: ['a'] },
    ]) {
      assert.deepEqual(chat(call(tools(schema))).body['tools'], sent.chat(schema, false));
      assert.deepEqual(openaiRequest(call(tools(schema))).body['tools'], sent.responses(schema, false));
      assert.match(
        changes(chat(call(tools(schema)))).join(),
        /^tools changed: The tool "find" was sent without strict/,
      );
    }
    assert.deepEqual(chat(call(tools(optional, false))).body['tools'], sent.chat(optional, false));
  });

  it('is closed for Anthropic, which takes optional properties, and is no more than a tool at Google', () => {
    assert.deepEqual(anthropicRequest(call(tools(optional))).body['tools'], [
      { name: 'find', input_schema: { ...optional, additionalProperties: false }, strict: true },
    ]);
    assert.match(changes(anthropicRequest(call(tools(optional)))).join(), /^tools changed: .*"find"/);
    assert.deepEqual(changes(googleRequest(call(tools(optional)))), [
      'tools dropped: Google has no strict tools; "find" was sent without.',
    ]);
  });
});

describe('media outside of the words of the user', () => {
  const picture: Part = { type: 'media', url: 'data:image/png;base64,AAAA' };
  const turns = (role: 'assistant' | 'system'): Message[] => [
    user,
    { role, parts: [{ type: 'text', text: 'so' }, picture] },
    user,
  ];

  it('is left out with a warning where the wire takes text alone', () => {
    for (const role of ['assistant', 'system'] as const) {
      const asked = call({}, turns(role));
      const own = role === 'system' ? 'developer' : role;
      assert.deepEqual(chat(asked).body['messages'], [
        { role: 'user', content: 'hi' },
        { role, content: 'so' },
        { role: 'user', content: 'hi' },
      ]);
      assert.deepEqual(openaiRequest(asked).body['input'], [
        { role: 'user', content: 'hi' },
        { role: own, content: 'so' },
        { role: 'user', content: 'hi' },
      ]);
      for (const request of [chat(asked), openaiRequest(asked), anthropicRequest(asked)])
        assert.match(changes(request).join(), /messages dropped/);
    }
  });

  it('leaves no empty message behind', () => {
    const asked = call({}, [user, { role: 'assistant', parts: [picture] }, user]);
    for (const request of [
      chat(asked).body['messages'],
      openaiRequest(asked).body['input'],
      anthropicRequest(asked).body['messages'],
    ])
      assert.deepEqual(request, [
        { role: 'user', content: 'hi' },
        { role: 'user', content: 'hi' },
      ]);
  });
});

describe('Mistral', () => {
  const contentOf = (url: string, contentType?: string) => {
    const part: Part = { type: 'media', url, ...(contentType === undefined ? {} : { contentType }) };
    const messages = mistral(call({}, [{ role: 'user', parts: [part, { type: 'text', text: 'hi' }] }])).body[
      'messages'
    ];
    return objectAt({ first: Array.isArray(messages) ? (messages[0] ?? null) : null }, 'first')?.['content'];
  };

  it('takes audio as bare bytes, and documents by their address', () => {
    const text = { type: 'text', text: 'hi' };
    assert.deepEqual(contentOf('data:audio/wav;base64,AAAA'), [{ type: 'input_audio', input_audio: 'AAAA' }, text]);
    const pdf = 'data:application/pdf;base64,AAAA';
    assert.deepEqual(contentOf(pdf), [{ type: 'document_url', document_url: pdf }, text]);
    assert.deepEqual(contentOf('https://a.example/b.pdf'), [
      { type: 'document_url', document_url: 'https://a.example/b.pdf' },
      text,
    ]);
  });

  it('takes a temperature up to 1.5', () => {
    const request = mistral(call({ temperature: 1.8 }));
    assert.equal(request.body['temperature'], 1.5);
    assert.deepEqual(
      request.warnings.map(({ field, action, sent }) => [field, action, sent]),
      [['temperature', 'clamped', 1.5]],
    );
  });

  it('differs there from OpenAI, which takes the bytes of a document only', () => {
    const pdf: Part = { type: 'media', url: 'https://a.example/b.pdf' };
    const request = chat(call({}, [{ role: 'user', parts: [pdf, { type: 'text', text: 'hi' }] }]));
    assert.deepEqual(request.body['messages'], [{ role: 'user', content: [{ type: 'text', text: 'hi' }] }]);
    assert.match(changes(request).join(), /messages dropped: groq takes the bytes of application\/pdf/);
  });
});

describe('instructions among the settings', () => {
  const asked = call({ instructions: 'Be brief.' }, [
    { role: 'system', parts: [{ type: 'text', text: 'Be kind.' }] },
    user,
  ]);

  it('go in front of the system text of the conversation on every wire', () => {
    assert.equal(openaiRequest(asked).body['instructions'], 'Be brief.\n\nBe kind.');
    assert.equal(anthropicRequest(asked).body['system'], 'Be brief.\n\nBe kind.');
    assert.deepEqual(googleRequest(asked).body['systemInstruction'], { parts: [{ text: 'Be brief.\n\nBe kind.' }] });
    assert.deepEqual(chat(asked).body['messages'], [
      { role: 'system', content: 'Be brief.' },
      { role: 'system', content: 'Be kind.' },
      { role: 'user', content: 'hi' },
    ]);
  });
});

describe('a model of OpenAI that is to be asked by Chat Completions', () => {
  const provider = openaiProvider({
    id: 'openai',
    name: 'OpenAI',
    baseUrl: undefined,
    keyVariables: ['KEY'],
    keyRequired: true,
  });
  const asked = call({ wire: 'chat', seed: 7, stopSequences: ['X'] }, [user], 'gpt-4o-mini');

  it('is, with what only that wire takes', () => {
    const { url, body, warnings } = provider.describeRequest?.(asked, 'https://api.openai.com/v1') ?? assert.fail();
    assert.equal(url, 'https://api.openai.com/v1/chat/completions');
    assert.deepEqual(body, {
      model: 'gpt-4o-mini',
      messages: [{ role: 'user', content: 'hi' }],
      stop: ['X'],
      seed: 7,
      stream: true,
      stream_options: { include_usage: true },
    });
    assert.deepEqual(warnings, []);
  });

  it('is asked by Responses in a batch job, which is told', () => {
    const { warnings } = openaiLine('k', asked);
    assert.deepEqual(
      warnings.map(({ field, action }) => `${field} ${action}`),
      ['seed dropped', 'stopSequences dropped', 'wire changed'],
    );
  });
});
