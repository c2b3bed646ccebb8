import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { JsonValue } from '../../src/core/json.ts';
import type { ModelEvent, Part } from '../../src/core/messages.ts';
import { accessTo, callOf } from '../support/access.ts';
import { type Collected, collect } from '../support/collect.ts';
import type { WireName } from '../support/wires.ts';
import { type WireCase, wireCases } from './wireCases.ts';

const usage = { inputTokens: 120, cachedInputTokens: 100, outputTokens: 30, reasoningTokens: 12 };
const served: Readonly<Record<WireName, Partial<ModelEvent & { type: 'done' }>>> = {
  responses: { rawFinishReason: 'completed', servedModel: 'gpt-5.6-luna-2026-07-09' },
  chat: { rawFinishReason: 'tool_calls', servedModel: 'served-model' },
  anthropic: { rawFinishReason: 'tool_use', servedModel: 'claude-haiku-4-5-20251001' },
  google: { rawFinishReason: 'STOP', servedModel: 'gemini-3.8-flash-001', requestId: 'r1' },
};

const reasoningItem = {
  id: 'rs_1',
  type: 'reasoning',
  summary: [{ type: 'summary_text', text: 'Think.' }],
  encrypted_content: 'c2ln',
};
const words: Part = { type: 'text', text: 'Grüße 👋 世界' };
const call: Part = { type: 'tool-call', id: 'call_1', name: 'lookUp', input: { city: 'Köln' } };
const thoughts = (state: JsonValue): Part => ({ type: 'reasoning', text: 'Think.', state });

/** What has to be sent back to go on from a recorded stream. */
const turns: Readonly<Record<WireName, readonly Part[]>> = {
  responses: [thoughts(reasoningItem), words, call],
  chat: [thoughts('reasoning_content'), words, call],
  anthropic: [thoughts({ signature: 'c2ln' }), words, call],
  google: [words, { ...call, state: { thoughtSignature: 'c2ln' } }],
};

/** What every recorded stream says, whichever vendor's words it is in. */
function goldenEvents(wire: WireName): ModelEvent[] {
  return [
    { type: 'reasoning', text: 'Think.' },
    { type: 'text', text: 'Grüße' },
    { type: 'text', text: ' 👋 世界' },
    { type: 'tool-call', id: 'call_1', name: 'lookUp', input: { city: 'Köln' } },
    { type: 'turn', parts: turns[wire] },
    { type: 'usage', usage: wire === 'google' ? usage : { ...usage, cacheWriteTokens: 10 } },
    { type: 'done', finishReason: 'tool-calls', ...served[wire] },
  ];
}

/** The adapter's events for a body that arrives in the given pieces. No socket: the bytes are what counts here. */
function read(
  { provider, model, basePath }: WireCase,
  pieces: readonly Uint8Array[],
  end: 'clean' | 'broken' = 'clean',
): Promise<Collected> {
  const left = [...pieces];
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      const next = left.shift();
      if (next) controller.enqueue(next);
      else if (end === 'clean') controller.close();
      else controller.error(new TypeError('terminated'));
    },
  });
  const answer = () => Promise.resolve(new Response(body, { headers: { 'content-type': 'text/event-stream' } }));
  const access = accessTo(`http://127.0.0.1:9${basePath}`, { rawFetch: answer });
  return collect(provider.stream(callOf(model, 'hi'), access, new AbortController().signal));
}

/** Joins neighbouring texts, so that a prefix of an answer is a prefix of its events. */
function contentOf(events: readonly ModelEvent[]): string {
  return events
    .map((event) =>
      event.type === 'text' || event.type === 'reasoning'
        ? `${event.type}:${event.text}|`
        : event.type === 'tool-call'
          ? `call:${event.name}|`
          : '',
    )
    .join('');
}

for (const wireCase of wireCases) {
  const { wire, stream } = wireCase;
  describe(`a recorded ${wire} stream`, () => {
    it('is read as the golden events', async () => {
      const { events, error } = await read(wireCase, [stream]);
      assert.equal(error, undefined);
      assert.deepEqual(events, goldenEvents(wire));
    });

    it('may be split anywhere, inside characters too (fault 29)', async () => {
      for (const size of [1, 2, 3, 7]) {
        const pieces = Array.from({ length: Math.ceil(stream.length / size) }, (_, index) =>
          stream.subarray(index * size, (index + 1) * size),
        );
        assert.deepEqual((await read(wireCase, pieces)).events, goldenEvents(wire));
      }
    });

    it('cut at any byte it is a prefix and incomplete, never a success (fault 27)', async () => {
      const golden = contentOf(goldenEvents(wire));
      const whole = new Set<number>();
      for (let cut = 0; cut < stream.length; cut++) {
        const { events, code } = await read(wireCase, [stream.subarray(0, cut)]);
        assert.ok(golden.startsWith(contentOf(events)), `byte ${cut}`);
        if (code === undefined) whole.add(cut);
        else assert.equal(code, 'incomplete', `byte ${cut}`);
      }
      const first = Math.min(...whole, stream.length);
      assert.ok(
        stream.subarray(first).toString().length < 400,
        `complete ${stream.length - first} bytes before its end`,
      );
    }).timeout(30_000);

    it('a connection that breaks after the first words is incomplete too, and keeps them (fault 18)', async () => {
      const cut = stream.indexOf('Grüße') + 40;
      const { text, code } = await read(wireCase, [stream.subarray(0, cut + 400)], 'broken');
      assert.equal(code, 'incomplete');
      assert.ok(text.startsWith('Grüße'));
    });

    it('a connection that breaks before them has failed and may be tried again (fault 18)', async () => {
      assert.equal((await read(wireCase, [stream.subarray(0, 20)], 'broken')).code, 'connection-failed');
    });

    it('tolerates CRLF and comments (fault 28)', async () => {
      const text = stream.toString();
      for (const variant of [
        text.replaceAll('\n', '\r\n'),
        `: keep-alive\n\n${text}`,
        text.replaceAll('\n\n', '\n\n: ping\n\n'),
      ]) {
        assert.deepEqual((await read(wireCase, [Buffer.from(variant)])).events, goldenEvents(wire));
      }
    });

    it('a line that is not JSON is an error, with the text before it kept (fault 28)', async () => {
      const place = stream.indexOf('\n\n', stream.indexOf('Grüße')) + 2;
      const broken = Buffer.concat([
        stream.subarray(0, place),
        Buffer.from(wire === 'anthropic' ? 'event: content_block_delta\n' : ''),
        Buffer.from('data: {"nope\n\n'),
        stream.subarray(place),
      ]);
      const { code, text } = await read(wireCase, [broken]);
      assert.equal(code, 'provider-error');
      assert.equal(text, 'Grüße');
    });

    it('passes over events that nobody knows yet (fault 36)', async () => {
      const unknown = Buffer.from('event: brand_new\ndata: {"type":"brand_new","x":1}\n\n');
      const { events } = await read(wireCase, [unknown, stream]);
      assert.deepEqual(events, goldenEvents(wire));
    });

    it('takes negative and broken usage as unknown (fault 37)', async () => {
      const text = stream.toString().replaceAll(/"(prompt_tokens|input_tokens|promptTokenCount)":\d+/g, '"$1":-1');
      const { events } = await read(wireCase, [Buffer.from(text)]);
      const found = events.find((event) => event.type === 'usage');
      assert.equal(found?.usage.inputTokens, undefined);
      assert.equal(found?.usage.outputTokens, 30);
    });
  });
}
