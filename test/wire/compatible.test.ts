import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { JsonValue } from '../../src/core/json.ts';
import type { ModelEvent, Parameters } from '../../src/core/messages.ts';
import { accessTo, callOf } from '../support/access.ts';
import { type Collected, collect } from '../support/collect.ts';
import type { WireName } from '../support/wires.ts';
import { wireCases } from './wireCases.ts';

/** What a wire's adapter makes of a body. */
function ask(wire: WireName, reply: { body: string; type: string }, parameters: Parameters = {}): Promise<Collected> {
  const { provider, model, basePath } = wireCases.find((one) => one.wire === wire) ?? assert.fail(wire);
  const answer = () => Promise.resolve(new Response(reply.body, { headers: { 'content-type': reply.type } }));
  const access = accessTo(`http://127.0.0.1:9${basePath}`, { rawFetch: answer });
  return collect(provider.stream(callOf(model, 'hi', parameters), access, new AbortController().signal));
}

/** A stream of these chunks, with event names where they have types. */
function stream(wire: WireName, chunks: readonly { readonly [key: string]: JsonValue }[], parameters?: Parameters) {
  const events = chunks.map(({ type, ...rest }) => {
    const chunk = type === undefined ? rest : { type, ...rest };
    return `${typeof type === 'string' ? `event: ${type}\n` : ''}data: ${JSON.stringify(chunk)}\n\n`;
  });
  return ask(wire, { body: events.join(''), type: 'text/event-stream' }, parameters);
}

function whole(wire: WireName, body: JsonValue) {
  return ask(wire, { body: JSON.stringify(body, null, 2), type: 'application/json; charset=utf-8' });
}

function callsIn({ events, error }: Collected) {
  assert.equal(error, undefined);
  return events.flatMap((event) => (event.type === 'tool-call' ? [[event.id, event.name, event.input]] : []));
}

function doneOf({ events, error }: Collected): Partial<ModelEvent> {
  assert.equal(error, undefined);
  return events.find((event) => event.type === 'done') ?? assert.fail('no end');
}

function usageOf({ events }: Collected) {
  return events.flatMap((event) => (event.type === 'usage' ? [event.usage] : []))[0];
}

/** A Chat stream whose pieces hold these entries of `tool_calls`, one a piece. */
function chatCalls(...fragments: JsonValue[]) {
  const pieces = fragments.map((fragment) => ({ choices: [{ delta: { tool_calls: [fragment] } }] }));
  return stream('chat', [...pieces, { choices: [{ delta: {}, finish_reason: 'tool_calls' }] }]);
}

const find = { name: 'find', arguments: '{"k":1}' };
const drop = { name: 'drop', arguments: '{"k":2}' };

describe('tool calls of servers that speak Chat Completions in their own way', () => {
  it('are several whole calls under one index', async () => {
    const told = await chatCalls({ index: 0, id: 'a', function: find }, { index: 0, id: 'b', function: drop });
    assert.deepEqual(callsIn(told), [
      ['a', 'find', { k: 1 }],
      ['b', 'drop', { k: 2 }],
    ]);
  });

  it('are several whole calls under one index without ids, of one tool too', async () => {
    const told = await chatCalls(
      { index: 0, function: find },
      { index: 0, function: drop },
      { index: 0, function: drop },
    );
    assert.deepEqual(callsIn(told), [
      ['call_0', 'find', { k: 1 }],
      ['call_1', 'drop', { k: 2 }],
      ['call_2', 'drop', { k: 2 }],
    ]);
  });

  it('have no index, or one as text', async () => {
    const [head, tail] = [{ name: 'find', arguments: '{"k"' }, { arguments: ':1}' }];
    const bare = await chatCalls({ id: 'a', function: head }, { function: tail }, { id: 'b', function: drop });
    assert.deepEqual(callsIn(bare), [
      ['a', 'find', { k: 1 }],
      ['b', 'drop', { k: 2 }],
    ]);
    const texts = await chatCalls(
      { index: '1', id: 'b', function: { name: 'drop', arguments: '{"k"' } },
      { index: '0', id: 'a', function: find },
      { index: '1', function: { arguments: ':2}' } },
    );
    assert.deepEqual(callsIn(texts), [
      ['a', 'find', { k: 1 }],
      ['b', 'drop', { k: 2 }],
    ]);
  });

  it('come in fragments that repeat id and name, or have neither', async () => {
    const repeated = await chatCalls(
      { index: 0, id: 'a', function: { name: 'find', arguments: '{"k"' } },
      { index: 0, id: 'a', function: { name: 'find', arguments: ':1' } },
      { index: 0, id: 'a', function: { name: 'find', arguments: '}' } },
    );
    assert.deepEqual(callsIn(repeated), [['a', 'find', { k: 1 }]]);
    const bare = await chatCalls(
      { index: 0, function: { name: 'find' } },
      { index: 0, function: { arguments: '{"k":1' } },
      { index: 0, function: { arguments: '}' } },
    );
    assert.deepEqual(callsIn(bare), [['call_0', 'find', { k: 1 }]]);
  });

  it('have their arguments as an object', async () => {
    const told = await chatCalls({ index: 0, id: 'a', function: { name: 'find', arguments: { k: { l: 1 } } } });
    assert.deepEqual(callsIn(told), [['a', 'find', { k: { l: 1 } }]]);
  });

  it('stand in function_call', async () => {
    const told = await stream('chat', [
      { choices: [{ delta: { function_call: { name: 'find', arguments: '{"k"' } } }] },
      { choices: [{ delta: { function_call: { arguments: ':1}' } } }] },
      { choices: [{ delta: {}, finish_reason: 'function_call' }] },
    ]);
    assert.deepEqual(callsIn(told), [['call_0', 'find', { k: 1 }]]);
    assert.equal(doneOf(told).type === 'done' && Reflect.get(doneOf(told), 'finishReason'), 'tool-calls');
  });
});

describe('tool calls of servers that speak Messages in their own way', () => {
  const start = { type: 'message_start', message: { model: 'm', usage: { input_tokens: 5, output_tokens: 1 } } };
  const end = [
    { type: 'message_delta', delta: { stop_reason: 'tool_use' }, usage: { output_tokens: 4 } },
    { type: 'message_stop' },
  ];
  const block = (index: number | undefined, name: string, input: JsonValue) => ({
    type: 'content_block_start',
    ...(index === undefined ? {} : { index }),
    content_block: { type: 'tool_use', id: name, name, input },
  });

  it('hold their input in the start of the block', async () => {
    const told = await stream('anthropic', [
      start,
      block(0, 'find', { k: 1 }),
      { type: 'content_block_stop', index: 0 },
      ...end,
    ]);
    assert.deepEqual(callsIn(told), [['find', 'find', { k: 1 }]]);
  });

  it('have no stop, and no index', async () => {
    const piece = { type: 'content_block_delta', delta: { type: 'input_json_delta', partial_json: '{"k":2}' } };
    const told = await stream('anthropic', [
      start,
      block(undefined, 'find', { k: 1 }),
      block(undefined, 'drop', {}),
      piece,
      ...end,
    ]);
    assert.deepEqual(callsIn(told), [
      ['find', 'find', { k: 1 }],
      ['drop', 'drop', { k: 2 }],
    ]);
  });

  it('are several under one index', async () => {
    const told = await stream('anthropic', [start, block(0, 'find', { k: 1 }), block(0, 'drop', { k: 2 }), ...end]);
    assert.deepEqual(callsIn(told), [
      ['find', 'find', { k: 1 }],
      ['drop', 'drop', { k: 2 }],
    ]);
  });
});

describe('a Responses server that streams no deltas', () => {
  const message = {
    type: 'message',
    content: [
      { type: 'output_text', text: 'the ' },
      { type: 'output_text', text: 'whole' },
    ],
  };
  const call = { type: 'function_call', id: 'fc', call_id: 'c', name: 'find', arguments: '{"k":1}' };
  const completed = (output: JsonValue) => ({ type: 'response.completed', response: { status: 'completed', output } });
  const part = (text: string) => ({ type: 'response.output_text.done', text });

  it('tells its text in the final response, in its items, or in its parts, and each text is told once', async () => {
    const delta = { type: 'response.output_text.delta', delta: 'the ' };
    const item = { type: 'response.output_item.done', item: message };
    for (const chunks of [
      [completed([message])],
      [item, completed([])],
      [part('the '), part('whole'), completed([])],
      [
        part('the '),
        { type: 'response.content_part.done', part: { type: 'output_text', text: 'the ' } },
        part('whole'),
        item,
        completed([message]),
      ],
      [delta, part('the '), item, completed([message])],
      [delta, item, completed([message])],
      [delta, completed([message])],
    ])
      assert.equal((await stream('responses', chunks)).text, 'the whole', JSON.stringify(chunks));
  });

  it('tells a refusal and a call there', async () => {
    const refusal = { type: 'message', content: [{ type: 'refusal', refusal: 'No.' }] };
    const refused = await stream('responses', [completed([refusal])]);
    assert.deepEqual([refused.text, Reflect.get(doneOf(refused), 'finishReason')], ['No.', 'refusal']);
    const called = await stream('responses', [completed([message, call])]);
    assert.deepEqual([called.text, callsIn(called)], ['the whole', [['c', 'find', { k: 1 }]]]);
  });

  it('tells a call by its pieces, as an object, and once', async () => {
    const added = { type: 'response.output_item.added', output_index: 0, item: { ...call, arguments: '' } };
    const done = { type: 'response.function_call_arguments.done', item_id: 'fc', arguments: '{"k":1}' };
    const item = { type: 'response.output_item.done', output_index: 0, item: { ...call, arguments: { k: 1 } } };
    for (const chunks of [
      [added, done, completed([])],
      [added, { type: 'response.function_call_arguments.delta', item_id: 'fc', delta: '{"k":1}' }, completed([])],
      [item, completed([call])],
      [added, done, item, completed([call])],
    ])
      assert.deepEqual(callsIn(await stream('responses', chunks)), [['c', 'find', { k: 1 }]], JSON.stringify(chunks));
  });

  it('says completed of an answer that stops at its limit to the token: it was cut', async () => {
    const response = { status: 'completed', output: [message], usage: { input_tokens: 3, output_tokens: 20 } };
    const asked = (maxOutputTokens: number) =>
      stream('responses', [{ type: 'response.completed', response }], { maxOutputTokens });
    assert.equal(Reflect.get(doneOf(await asked(20)), 'finishReason'), 'length');
    assert.equal(Reflect.get(doneOf(await asked(21)), 'finishReason'), 'stop');
  });
});

const wholes: Readonly<Record<WireName, JsonValue>> = {
  chat: {
    choices: [{ message: { content: 'Hi', tool_calls: [{ id: 'c', function: find }] }, finish_reason: 'tool_calls' }],
    usage: { prompt_tokens: 5, completion_tokens: 3 },
  },
  responses: {
    object: 'response',
    status: 'completed',
    output: [
      { type: 'message', content: [{ type: 'output_text', text: 'Hi' }] },
      { type: 'function_call', call_id: 'c', name: 'find', arguments: '{"k":1}' },
    ],
    usage: { input_tokens: 5, output_tokens: 3 },
  },
  anthropic: {
    type: 'message',
    content: [
      { type: 'text', text: 'Hi' },
      { type: 'tool_use', id: 'c', name: 'find', input: { k: 1 } },
    ],
    stop_reason: 'tool_use',
    usage: { input_tokens: 5, output_tokens: 3 },
  },
  google: [
    { candidates: [{ content: { parts: [{ text: 'Hi' }] } }] },
    {
      candidates: [
        { content: { parts: [{ functionCall: { id: 'c', name: 'find', args: { k: 1 } } }] }, finishReason: 'STOP' },
      ],
      usageMetadata: { promptTokenCount: 5, candidatesTokenCount: 3 },
    },
  ],
};

/** One answer of nothing but this end, or of a text before it. */
function ended(wire: WireName, word: string, text: string): { readonly [key: string]: JsonValue }[] {
  switch (wire) {
    case 'chat':
      return [{ choices: [{ delta: { content: text } }] }, { choices: [{ delta: {}, finish_reason: word }] }];
    case 'responses':
      return [
        {
          type: 'response.incomplete',
          response: { output: [{ type: 'message', content: [{ text }] }], incomplete_details: { reason: word } },
        },
      ];
    case 'anthropic':
      return [
        { type: 'content_block_start', index: 0, content_block: { type: 'text', text } },
        { type: 'message_delta', delta: { stop_reason: word } },
        { type: 'message_stop' },
      ];
    case 'google':
      return [{ candidates: [{ content: { parts: [{ text }] }, finishReason: word }] }];
  }
}

for (const { wire } of wireCases) {
  describe(`an answer by ${wire}`, () => {
    it('may come as JSON in one piece where a stream was asked for', async () => {
      const told = await whole(wire, wholes[wire]);
      assert.deepEqual([told.text, callsIn(told)], ['Hi', [['c', 'find', { k: 1 }]]]);
      assert.deepEqual(usageOf(told), { inputTokens: 5, outputTokens: 3 });
      assert.equal(Reflect.get(doneOf(told), 'finishReason'), 'tool-calls');
    });

    it('may come as JSON under the label of a stream or of text, in any pieces', async () => {
      const body = JSON.stringify(wholes[wire], null, 2);
      for (const type of ['text/event-stream', 'text/plain']) {
        const told = await ask(wire, { body: `\n${body}`, type });
        assert.deepEqual([told.text, callsIn(told)], ['Hi', [['c', 'find', { k: 1 }]]]);
        assert.equal((await ask(wire, { body: body.slice(0, -9), type })).code, 'provider-error');
      }
    });

    it('may come as a stream under the label of JSON, but not as JSON that holds no answer', async () => {
      const body = ended(wire, 'stop', 'Hi').map(
        ({ type, ...rest }) => `data: ${JSON.stringify(type === undefined ? rest : { type, ...rest })}\n\n`,
      );
      const told = await ask(wire, { body: body.join(''), type: 'application/json' });
      assert.deepEqual([told.text, told.code], ['Hi', undefined]);
      const { code, error } = await whole(wire, { greeting: 'Hi' });
      assert.equal(code, 'unexpected-response');
      assert.match(String(error), /JSON that is neither an answer nor an error/);
    });

    it('is a failure that may pass where it was thrown away or broken off, with words or without', async () => {
      for (const word of [
        'MALFORMED_FUNCTION_CALL',
        'UNEXPECTED_TOOL_CALL',
        'OTHER',
        'function_call_filter: MALFORMED_FUNCTION_CALL',
        'insufficient_system_resource',
        'abort',
      ])
        for (const text of ['', 'Half of']) {
          const { code, error } = await stream(wire, ended(wire, word, text));
          assert.equal(code, 'provider-error', `${word} after ${JSON.stringify(text)}`);
          assert.ok(error instanceof Error && error.message.includes(word));
          assert.equal(Reflect.get(error, 'retryable'), true);
        }
    });

    it('is a failure where nothing came with a word that nobody knows, and an answer where something did', async () => {
      assert.equal((await stream(wire, ended(wire, 'WORD_OF_TOMORROW', ''))).code, 'provider-error');
      const some = await stream(wire, ended(wire, 'WORD_OF_TOMORROW', 'Hi'));
      assert.deepEqual([some.text, Reflect.get(doneOf(some), 'finishReason')], ['Hi', 'other']);
    });

    it('is a failure where it says that a tool was called and no call came', async () => {
      assert.equal((await stream(wire, ended(wire, 'tool_calls', ''))).code, 'provider-error');
    });

    it('ends with a known word in any capitals and with any joint', async () => {
      for (const [word, reason] of [
        ['MAX_TOKENS', 'length'],
        ['Max-Tokens', 'length'],
        ['maxTokens', 'length'],
        ['CONTENT_FILTER', 'content-filter'],
        ['content_filter: SAFETY', 'content-filter'],
        ['Stop', 'stop'],
        ['END_TURN', 'stop'],
        ['Refusal', 'refusal'],
      ] as const)
        assert.equal(Reflect.get(doneOf(await stream(wire, ended(wire, word, 'Hi'))), 'finishReason'), reason, word);
    });
  });
}

describe('figures that a server tells again', () => {
  it('are not taken back by a later zero or by leaving them out, on any wire', async () => {
    const zero = { prompt_tokens: 0, completion_tokens: 0, prompt_tokens_details: { cached_tokens: 0 } };
    const chat = await stream('chat', [
      {
        choices: [{ delta: { content: 'Hi' } }],
        usage: { prompt_tokens: 9, completion_tokens: 2, prompt_tokens_details: { cached_tokens: 4 } },
      },
      { choices: [{ delta: {}, finish_reason: 'stop' }], usage: zero },
      { choices: [], usage: { completion_tokens: 3 } },
    ]);
    assert.deepEqual(usageOf(chat), { inputTokens: 9, cachedInputTokens: 4, outputTokens: 3 });
    const google = await stream('google', [
      {
        candidates: [{ content: { parts: [{ text: 'Hi' }] } }],
        usageMetadata: { promptTokenCount: 9, candidatesTokenCount: 2, thoughtsTokenCount: 7 },
      },
      { candidates: [{ finishReason: 'STOP' }], usageMetadata: { promptTokenCount: 0, candidatesTokenCount: 3 } },
    ]);
    assert.deepEqual(usageOf(google), { inputTokens: 9, outputTokens: 10, reasoningTokens: 7 });
    const anthropic = await stream('anthropic', [
      {
        type: 'message_start',
        message: { usage: { input_tokens: 1500, cache_read_input_tokens: 20, output_tokens: 1 } },
      },
      { type: 'content_block_start', index: 0, content_block: { type: 'text', text: 'Hi' } },
      {
        type: 'message_delta',
        delta: { stop_reason: 'end_turn' },
        usage: { input_tokens: 0, cache_read_input_tokens: null, output_tokens: 9 },
      },
      { type: 'message_stop' },
    ]);
    assert.deepEqual(usageOf(anthropic), { inputTokens: 1520, cachedInputTokens: 20, outputTokens: 9 });
  });

  it('may be a true zero', async () => {
    const chat = await stream('chat', [
      {
        choices: [{ delta: { content: 'Hi' }, finish_reason: 'stop' }],
        usage: { prompt_tokens: 9, completion_tokens: 2, prompt_tokens_details: { cached_tokens: 0 } },
      },
    ]);
    assert.deepEqual(usageOf(chat), { inputTokens: 9, cachedInputTokens: 0, outputTokens: 2 });
  });
});
