import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import type { JsonObject } from '../../src/core/json.ts';
import type { ModelEvent, Part } from '../../src/core/messages.ts';
import type { Provider } from '../../src/core/providers/contract/provider.ts';
import { makeProvider } from '../../src/core/providers/makeProvider.ts';
import { presets } from '../../src/core/providers/presets.ts';
import { accessTo, callOf } from '../support/access.ts';
import { type Collected, collect } from '../support/collect.ts';
import { encodeAnswer, sse } from '../support/wires.ts';
import { wireCases } from './wireCases.ts';

function providerAt(id: string): Provider {
  const preset = presets.find((one) => one.id === id);
  return preset ? makeProvider(preset) : assert.fail(`no ${id}`);
}

async function read(
  provider: Provider,
  pieces: readonly (Uint8Array | string)[],
  type = 'text/event-stream',
): Promise<Collected> {
  const left = pieces.map((piece) => (typeof piece === 'string' ? new TextEncoder().encode(piece) : piece));
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      const next = left.shift();
      if (next) controller.enqueue(next);
      else controller.close();
    },
  });
  const rawFetch = () => Promise.resolve(new Response(body, { headers: { 'content-type': type } }));
  const access = accessTo('http://127.0.0.1:9', { rawFetch });
  return collect(provider.stream(callOf('m', 'hi'), access, new AbortController().signal));
}

const turnIn = (events: readonly ModelEvent[]) => events.find((event) => event.type === 'turn')?.parts;
const callsIn = (events: readonly ModelEvent[]) => events.filter((event) => event.type === 'tool-call');

async function turnOf(id: string, events: readonly JsonObject[]): Promise<readonly Part[] | undefined> {
  const { events: told, error } = await read(providerAt(id), [events.map((event) => sse(event)).join('')]);
  assert.equal(error, undefined);
  return turnIn(told);
}

const delta = (change: JsonObject, finish_reason: string | null = null): JsonObject => ({
  object: 'chat.completion.chunk',
  choices: [{ index: 0, delta: change, finish_reason }],
});
const chatCall = (more: JsonObject = {}, args = '{}'): JsonObject => ({
  tool_calls: [{ index: 0, id: 'c1', type: 'function', function: { name: 'find', arguments: args }, ...more }],
});
const find: Part = { type: 'tool-call', id: 'c1', name: 'find', input: {} };

describe('an answer as it has to be sent back', () => {
  it('is told before its end, and only where text and then calls are not all of it', async () => {
    const plain = await read(providerAt('groq'), [
      sse(delta({ content: 'So' })) + sse(delta(chatCall())) + sse(delta({}, 'tool_calls')),
    ]);
    assert.deepEqual(
      plain.events.map(({ type }) => type),
      ['text', 'tool-call', 'done'],
    );
    const stateful = await read(providerAt('openrouter'), [
      sse(delta({ reasoning_details: [{ type: 'reasoning.text', signature: 's', index: 0 }] })) +
        sse(delta({ content: 'So' }, 'stop')),
    ]);
    assert.deepEqual(
      stateful.events.map(({ type }) => type),
      ['text', 'turn', 'done'],
    );
  });

  describe('by Chat Completions', () => {
    it('holds reasoning_content before calls, and at DeepSeek before words too', async () => {
      const thoughts: Part = { type: 'reasoning', text: 'Look.', state: 'reasoning_content' };
      const events = [delta({ reasoning_content: 'Lo' }), delta({ reasoning_content: 'ok.' })];
      const calls = [...events, delta(chatCall()), delta({}, 'tool_calls')];
      const words = [...events, delta({ content: 'Yes.' }, 'stop')];
      for (const id of ['deepseek', 'vllm']) assert.deepEqual(await turnOf(id, calls), [thoughts, find]);
      assert.deepEqual(await turnOf('deepseek', words), [thoughts, { type: 'text', text: 'Yes.' }]);
      assert.equal(await turnOf('vllm', words), undefined);
    });

    it('holds reasoning_details joined, whole and in their order, instead of any other thoughts', async () => {
      const entry = { type: 'reasoning.text', text: 'Look.', signature: 's', index: 0 };
      assert.deepEqual(
        await turnOf('openrouter', [
          delta({ reasoning_content: 'Lo', reasoning_details: [{ type: 'reasoning.text', text: 'Lo', index: 0 }] }),
          delta({ reasoning_details: [{ type: 'reasoning.text', text: 'ok.', index: 0 }] }),
          delta({ reasoning_details: [{ type: 'reasoning.text', signature: 's', index: 0 }] }),
          delta({ reasoning_details: [{ type: 'reasoning.encrypted', data: 'x', index: 1 }] }),
          delta(chatCall(), 'tool_calls'),
        ]),
        [
          {
            type: 'reasoning',
            text: 'Look.',
            state: { reasoning_details: [entry, { type: 'reasoning.encrypted', data: 'x', index: 1 }] },
          },
          find,
        ],
      );
    });

    it('holds what Gemini sends beside a call', async () => {
      const extra_content = { google: { thought_signature: 's' } };
      assert.deepEqual(await turnOf('vllm', [delta(chatCall({ extra_content })), delta({}, 'stop')]), [
        { ...find, state: { extra_content } },
      ]);
    });
  });

  describe('by Anthropic', () => {
    const start = (index: number, content_block: JsonObject): JsonObject => ({
      type: 'content_block_start',
      index,
      content_block,
    });
    const piece = (index: number, change: JsonObject): JsonObject => ({
      type: 'content_block_delta',
      index,
      delta: change,
    });
    const stop = (index: number): JsonObject => ({ type: 'content_block_stop', index });
    const frame = (...blocks: readonly JsonObject[]): JsonObject[] => [
      { type: 'message_start', message: { id: 'msg_1', model: 'm', usage: { input_tokens: 1, output_tokens: 1 } } },
      ...blocks,
      { type: 'message_delta', delta: { stop_reason: 'tool_use' }, usage: { output_tokens: 2 } },
      { type: 'message_stop' },
    ];

    it('holds every block of thinking at its place: signed, without words, and redacted', async () => {
      assert.deepEqual(
        await turnOf(
          'anthropic',
          frame(
            start(0, { type: 'thinking', thinking: '', signature: '' }),
            piece(0, { type: 'thinking_delta', thinking: 'Look.' }),
            piece(0, { type: 'signature_delta', signature: 'a' }),
            stop(0),
            start(1, { type: 'redacted_thinking', data: 'x' }),
            stop(1),
            start(2, { type: 'text', text: '' }),
            piece(2, { type: 'text_delta', text: 'So.' }),
            stop(2),
            start(3, { type: 'thinking', thinking: '', signature: '' }),
            piece(3, { type: 'signature_delta', signature: 'b' }),
            stop(3),
            start(4, { type: 'tool_use', id: 'c1', name: 'find', input: {} }),
            stop(4),
          ),
        ),
        [
          { type: 'reasoning', text: 'Look.', state: { signature: 'a' } },
          { type: 'reasoning', text: '', state: { data: 'x' } },
          { type: 'text', text: 'So.' },
          { type: 'reasoning', text: '', state: { signature: 'b' } },
          find,
        ],
      );
    });

    it('leaves thoughts out that nobody signed', async () => {
      const events = frame(
        start(0, { type: 'thinking', thinking: 'Look.' }),
        stop(0),
        start(1, { type: 'tool_use', id: 'c1', name: 'find', input: {} }),
        stop(1),
      );
      assert.equal(await turnOf('anthropic', events), undefined);
    });

    it('holds blocks that are never said to begin', async () => {
      const events = frame(
        piece(0, { type: 'thinking_delta', thinking: 'Look.' }),
        piece(0, { type: 'signature_delta', signature: 'a' }),
        piece(1, { type: 'text_delta', text: 'So.' }),
      );
      assert.deepEqual(await turnOf('anthropic', events), [
        { type: 'reasoning', text: 'Look.', state: { signature: 'a' } },
        { type: 'text', text: 'So.' },
      ]);
    });

    it('keeps words behind a call there', async () => {
      const events = frame(
        start(0, { type: 'tool_use', id: 'c1', name: 'find', input: {} }),
        stop(0),
        start(1, { type: 'text', text: 'Wait.' }),
        stop(1),
      );
      assert.deepEqual(await turnOf('anthropic', events), [find, { type: 'text', text: 'Wait.' }]);
    });
  });

  describe('by Google', () => {
    const chunk = (...parts: readonly JsonObject[]): JsonObject => ({
      candidates: [{ content: { role: 'model', parts: [...parts] } }],
    });
    const end: JsonObject = { candidates: [{ content: { parts: [] }, finishReason: 'STOP' }] };

    it('keeps each signature with its own part, an empty text and a thought too, and joins what has none', async () => {
      assert.deepEqual(
        await turnOf('google', [
          chunk({ text: 'Hm.', thought: true }, { text: 'Hm!', thought: true, thoughtSignature: 'a' }),
          chunk({ text: 'So ' }),
          chunk({ text: 'it ' }, { text: 'is.', thoughtSignature: 'b' }),
          chunk({ text: 'And' }),
          chunk({ functionCall: { id: 'c1', name: 'find', args: {} }, thoughtSignature: 'c' }),
          chunk({ functionCall: { id: 'c2', name: 'find', args: {} } }),
          chunk({ text: '', thoughtSignature: 'd' }),
          chunk({ text: '' }),
          end,
        ]),
        [
          { type: 'reasoning', text: 'Hm!', state: { thoughtSignature: 'a' } },
          { type: 'text', text: 'So it ' },
          { type: 'text', text: 'is.', state: { thoughtSignature: 'b' } },
          { type: 'text', text: 'And' },
          { ...find, state: { thoughtSignature: 'c' } },
          { ...find, id: 'c2' },
          { type: 'text', text: '', state: { thoughtSignature: 'd' } },
        ],
      );
    });

    it('keeps the signature of a call that comes in pieces', async () => {
      const first = { functionCall: { name: 'find', id: 'c1', willContinue: true }, thoughtSignature: 'a' };
      const next = { functionCall: { partialArgs: [{ jsonPath: '$.a', stringValue: 'x' }], willContinue: true } };
      assert.deepEqual(await turnOf('google', [chunk(first), chunk(next), chunk({ functionCall: {} }), end]), [
        { ...find, input: { a: 'x' }, state: { thoughtSignature: 'a' } },
      ]);
    });
  });

  describe('by the Responses API', () => {
    const item = (output_index: number, done: JsonObject): JsonObject => ({
      type: 'response.output_item.done',
      output_index,
      item: done,
    });
    const message = (text: string, phase?: string): JsonObject => ({
      type: 'message',
      id: `msg_${text}`,
      role: 'assistant',
      content: [{ type: 'output_text', text }],
      ...(phase === undefined ? {} : { phase }),
    });
    const reasoning = (id: string): JsonObject => ({
      type: 'reasoning',
      id,
      summary: [],
      encrypted_content: `e-${id}`,
    });
    const called: JsonObject = { type: 'function_call', id: 'fc_1', call_id: 'c1', name: 'find', arguments: '{}' };
    const completed = (...output: readonly JsonObject[]): JsonObject => ({
      type: 'response.completed',
      response: { id: 'resp_1', object: 'response', status: 'completed', output: [...output] },
    });
    const thoughts = (id: string): Part => ({ type: 'reasoning', text: '', state: reasoning(id) });

    it('holds the items as they are when they are done, in the order of the output, with the phase of words', async () => {
      const expected = [
        thoughts('a'),
        { type: 'text', text: 'Wait.', state: { phase: 'commentary' } },
        thoughts('b'),
        find,
      ];
      const items = [reasoning('a'), message('Wait.', 'commentary'), reasoning('b'), called];
      const half = { ...reasoning('a'), encrypted_content: 'half' };
      assert.deepEqual(
        await turnOf('openai', [
          { type: 'response.output_item.added', output_index: 0, item: half },
          ...items.map((done, place) => item(place, done)),
          completed(),
        ]),
        expected,
      );
      assert.deepEqual(await turnOf('openai', [completed(...items)]), expected);
    });

    it('sends no thoughts back that are nowhere but at the server', async () => {
      const stored = { type: 'reasoning', id: 'rs', summary: [{ type: 'summary_text', text: 'Hm.' }] };
      assert.equal(await turnOf('openai', [item(0, stored), item(1, called), completed(stored, called)]), undefined);
    });

    it('holds all words and calls where a server does not say when each item is done', async () => {
      const said = { type: 'response.output_text.delta', item_id: 'm', output_index: 1, delta: 'Wait.' };
      assert.deepEqual(await turnOf('openai', [item(0, reasoning('a')), said, item(2, called), completed()]), [
        thoughts('a'),
        { type: 'text', text: 'Wait.' },
        find,
      ]);
    });
  });
});

/** Answers of all kinds on every wire, as bytes. */
const streams = fc.oneof(
  fc.constantFrom(...wireCases.map(({ provider, stream }) => ({ provider, stream }))),
  fc
    .record({
      wireCase: fc.constantFrom(...wireCases),
      reasoning: fc.string({ unit: 'grapheme' }),
      text: fc.array(fc.string({ unit: 'grapheme', minLength: 1 }), { maxLength: 4 }),
      toolCalls: fc.array(
        fc.record({
          id: fc.uuid(),
          name: fc.constantFrom('find', 'look_up'),
          input: fc.dictionary(fc.string({ unit: 'grapheme' }), fc.jsonValue({ maxDepth: 2 })),
        }),
        { maxLength: 3 },
      ),
    })
    .map(({ wireCase: { provider, wire, model }, ...answer }) => ({
      provider,
      stream: Buffer.from(encodeAnswer(wire, answer, model).join('')),
    })),
);
const places = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 12 });

describe('the stream of an answer', () => {
  it('gives the same wherever it is split', async () => {
    await fc.assert(
      fc.asyncProperty(streams, places, async ({ provider, stream }, cuts) => {
        const bounds = [0, ...cuts.map((cut) => Math.floor(cut * stream.length)).sort((left, right) => left - right)];
        const pieces = bounds.map((bound, place) => stream.subarray(bound, bounds[place + 1] ?? stream.length));
        const whole = await read(provider, [stream]);
        const split = await read(provider, pieces);
        assert.deepEqual(split.events, whole.events);
        assert.equal(split.code, whole.code);
      }),
      { numRuns: 300 },
    );
  }).timeout(30_000);

  it('gives no half call wherever it is cut, and no turn without an end', async () => {
    await fc.assert(
      fc.asyncProperty(streams, fc.double({ min: 0, max: 1, noNaN: true }), async ({ provider, stream }, cut) => {
        const whole = await read(provider, [stream]);
        const part = await read(provider, [stream.subarray(0, Math.floor(cut * stream.length))]);
        const calls = callsIn(part.events);
        assert.deepEqual(calls, callsIn(whole.events).slice(0, calls.length));
        if (part.error === undefined) assert.deepEqual(turnIn(part.events), turnIn(whole.events));
        else assert.equal(turnIn(part.events), undefined);
      }),
      { numRuns: 300 },
    );
  }).timeout(30_000);
});
