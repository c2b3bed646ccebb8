import assert from 'node:assert/strict';
import { PolypromptError } from '../../src/core/errors.ts';
import type { JsonObject } from '../../src/core/json.ts';
import type { ModelEvent } from '../../src/core/messages.ts';
import { accessTo, callOf } from '../support/access.ts';
import { collect } from '../support/collect.ts';
import type { WireName } from '../support/wires.ts';
import { wireCases } from './wireCases.ts';

/** Recordings of real servers; the events below have their shapes and fields, and words of our own. */
const recordings = 'https://github.com/vercel/ai/tree/main/packages';

interface Recorded {
  readonly name: string;
  readonly wire: WireName;
  /** Where the shape was seen. */
  readonly source: string;
  readonly events: readonly JsonObject[];
  /** Reasoning in brackets, then text, calls, tokens of the answer, and how it ended. */
  readonly expected: string;
}

const block = (index: number, content_block: JsonObject): JsonObject => ({
  type: 'content_block_start',
  index,
  content_block,
});
const delta = (index: number, change: JsonObject): JsonObject => ({
  type: 'content_block_delta',
  index,
  delta: change,
});
const stop = (index: number): JsonObject => ({ type: 'content_block_stop', index });
const message = (id: string): JsonObject => ({
  type: 'message_start',
  message: { id, model: 'claude-haiku-4-5', usage: { input_tokens: 17, output_tokens: 1 } },
});
const ended = (stop_reason: string, output_tokens: number): readonly JsonObject[] => [
  { type: 'message_delta', delta: { stop_reason, stop_sequence: null }, usage: { output_tokens } },
  { type: 'message_stop' },
];
const choice = (change: JsonObject, rest: JsonObject = {}): JsonObject => ({
  object: 'chat.completion.chunk',
  choices: [{ index: 0, delta: change, finish_reason: null }],
  ...rest,
});
const chatEnd = (finish_reason: string, rest: JsonObject): JsonObject => ({
  object: 'chat.completion.chunk',
  choices: [{ index: 0, delta: {}, finish_reason }],
  ...rest,
});
const part = (functionCall: JsonObject): JsonObject => ({
  candidates: [{ content: { role: 'model', parts: [{ functionCall }] } }],
});
const googleEnd: JsonObject = {
  candidates: [{ content: { parts: [] }, finishReason: 'STOP' }],
  usageMetadata: { promptTokenCount: 5, candidatesTokenCount: 9 },
};

const streams: readonly Recorded[] = [
  {
    name: 'thinking with its signature, then a call whose input comes in pieces',
    wire: 'anthropic',
    source: 'https://docs.anthropic.com/en/docs/build-with-claude/streaming',
    events: [
      message('msg_1'),
      block(0, { type: 'thinking', thinking: '' }),
      delta(0, { type: 'thinking_delta', thinking: 'Look it up.' }),
      delta(0, { type: 'signature_delta', signature: 'c2ln' }),
      stop(0),
      { type: 'ping' },
      block(1, { type: 'tool_use', id: 'toolu_1', name: 'lookUp', input: {} }),
      delta(1, { type: 'input_json_delta', partial_json: '' }),
      delta(1, { type: 'input_json_delta', partial_json: '{"city": "Kö' }),
      delta(1, { type: 'input_json_delta', partial_json: 'ln"}' }),
      stop(1),
      ...ended('tool_use', 65),
    ],
    expected: '[Look it up.] lookUp({"city":"Köln"}) 65 tool-calls',
  },
  {
    name: 'the same beginning sent twice',
    wire: 'anthropic',
    source: `${recordings}/anthropic/src/__fixtures__/duplicate-message-start.chunks.txt`,
    events: [
      message('msg_1'),
      message('msg_1'),
      block(0, { type: 'text', text: 'Yes' }),
      stop(0),
      ...ended('end_turn', 2),
    ],
    expected: 'Yes 2 stop',
  },
  {
    name: 'a second answer in the middle of the first',
    wire: 'anthropic',
    source: `${recordings}/anthropic/src/__fixtures__/spliced-message-start.chunks.txt`,
    events: [
      message('msg_1'),
      block(0, { type: 'tool_use', id: 'toolu_1', name: 'lookUp', input: {} }),
      delta(0, { type: 'input_json_delta', partial_json: '{"city": "Kö' }),
      message('msg_2'),
      block(0, { type: 'tool_use', id: 'toolu_2', name: 'lookUp', input: {} }),
      delta(0, { type: 'input_json_delta', partial_json: '{"city": "Bonn"}' }),
      stop(0),
      ...ended('tool_use', 65),
    ],
    expected: 'incomplete: Anthropic began a second answer before the first had ended.',
  },
  {
    name: 'a call whose arguments come by their path, a text in two pieces',
    wire: 'google',
    source: `${recordings}/google/src/__fixtures__/google-stream-tool-call-arguments.chunks.txt`,
    events: [
      part({ name: 'order', willContinue: true }),
      part({
        partialArgs: [{ jsonPath: '$.items[0].name', stringValue: 'ap', willContinue: true }],
        willContinue: true,
      }),
      part({ partialArgs: [{ jsonPath: '$.items[0].name', stringValue: 'ple' }], willContinue: true }),
      part({ partialArgs: [{ jsonPath: '$.items[0].price', numberValue: 0.5 }], willContinue: true }),
      part({ partialArgs: [{ jsonPath: '$.items[1].name', stringValue: 'fig' }], willContinue: true }),
      part({ partialArgs: [{ jsonPath: "$['in stock']", boolValue: false }], willContinue: true }),
      part({ partialArgs: [{ jsonPath: '$.note', nullValue: 'NULL_VALUE' }], willContinue: true }),
      part({}),
      googleEnd,
    ],
    expected:
      'order({"items":[{"name":"apple","price":0.5},{"name":"fig"}],"in stock":false,"note":null}) 9 tool-calls',
  },
  {
    name: 'calls of which none is said to have ended',
    wire: 'google',
    source: `${recordings}/google/src/__fixtures__/google-stream-tool-call-array-arguments-missing-terminal-function-call.chunks.txt`,
    events: [
      part({ name: 'read', willContinue: true }),
      part({ partialArgs: [{ jsonPath: '$.id', stringValue: 'A' }], willContinue: true }),
      part({ name: 'list' }),
      part({ name: 'read', willContinue: true }),
      part({ partialArgs: [{ jsonPath: '$.id', stringValue: 'B' }], willContinue: true }),
      googleEnd,
    ],
    expected: 'read({"id":"A"}) list({}) read({"id":"B"}) 9 tool-calls',
  },
  {
    name: 'a piece of a call that never began',
    wire: 'google',
    source: `${recordings}/google/src/__fixtures__/google-stream-no-args-tool-call.chunks.txt`,
    events: [part({ partialArgs: [{ jsonPath: '$.id', stringValue: 'A' }] }), googleEnd],
    expected: 'incomplete: Google sent a piece of a call that has no beginning.',
  },
  {
    name: 'an argument behind a gap in its list',
    wire: 'google',
    source: `${recordings}/google/src/__fixtures__/google-vertex-stream-tool-call-arguments-nested.1.chunks.txt`,
    events: [
      part({ name: 'order', willContinue: true }),
      part({ partialArgs: [{ jsonPath: '$.items[900000000]', stringValue: 'x' }] }),
      googleEnd,
    ],
    expected: 'incomplete: Google sent an argument of a call at a place that is none.',
  },
  {
    name: 'reasoning in a field of its own, and the count in one of the vendor’s',
    wire: 'chat',
    source: `${recordings}/groq/src/__fixtures__/groq-reasoning.chunks.txt`,
    events: [
      choice({ role: 'assistant', content: '' }, { x_groq: { id: 'req_1', seed: 7 } }),
      choice({ reasoning: 'Add.' }),
      choice({ content: '4' }),
      chatEnd('stop', { x_groq: { id: 'req_1', usage: { prompt_tokens: 17, completion_tokens: 11 } } }),
    ],
    expected: '[Add.] 4 11 stop',
  },
  {
    name: 'thinking as a part of the content',
    wire: 'chat',
    source: `${recordings}/mistral/src/__fixtures__/mistral-reasoning.chunks.txt`,
    events: [
      choice({ role: 'assistant', content: [{ type: 'thinking', thinking: [{ type: 'text', text: 'Add.' }] }] }),
      choice({ content: [{ type: 'text', text: '4' }] }),
      chatEnd('stop', { usage: { prompt_tokens: 10, completion_tokens: 46 } }),
    ],
    expected: '[Add.] 4 46 stop',
  },
  {
    name: 'reasoning_content before the first word',
    wire: 'chat',
    source: `${recordings}/deepseek/src/chat/__fixtures__/deepseek-reasoning.chunks.txt`,
    events: [
      choice({ role: 'assistant', content: null, reasoning_content: '' }),
      choice({ content: null, reasoning_content: 'Add.' }),
      choice({ content: '4', reasoning_content: null }),
      chatEnd('stop', { usage: { prompt_tokens: 10, completion_tokens: 5 } }),
    ],
    expected: '[Add.] 4 5 stop',
  },
];

/** The answer to a request, with these events as its stream. */
async function read({ wire, events }: Recorded): Promise<string> {
  const own = wireCases.find((candidate) => candidate.wire === wire);
  assert.ok(own);
  const lines = events.map((event) => {
    const name = typeof event['type'] === 'string' ? `event: ${event['type']}\n` : '';
    return `${name}data: ${JSON.stringify(event)}\n\n`;
  });
  const body = `${lines.join('')}${wire === 'chat' ? 'data: [DONE]\n\n' : ''}`;
  const answer = async () => new Response(body, { headers: { 'content-type': 'text/event-stream' } });
  const access = accessTo(`http://127.0.0.1:9${own.basePath}`, { rawFetch: answer });
  const { events: told, error } = await collect(
    own.provider.stream(callOf(own.model, 'hi'), access, new AbortController().signal),
  );
  if (error instanceof PolypromptError) return `${error.code}: ${error.message}`;
  return told
    .map(shown)
    .filter((text) => text !== '')
    .join(' ');
}

function shown(event: ModelEvent): string {
  switch (event.type) {
    case 'reasoning':
      return `[${event.text}]`;
    case 'text':
      return event.text;
    case 'tool-call':
      return `${event.name}(${JSON.stringify(event.input)})`;
    case 'usage':
      return String(event.usage.outputTokens);
    case 'done':
      return event.finishReason;
    default:
      return '';
  }
}

describe('streams as real servers sent them', () => {
  for (const stream of streams)
    it(`${stream.wire}: ${stream.name}`, async () => {
      assert.equal(await read(stream), stream.expected, `as in ${stream.source}`);
    });
});
