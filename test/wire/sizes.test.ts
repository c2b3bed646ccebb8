import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { accessTo, callOf } from '../support/access.ts';
import { collect } from '../support/collect.ts';
import { encodeAnswer } from '../support/wires.ts';
import { type WireCase, wireCases } from './wireCases.ts';

const megabyte = 1_000_000;

function read({ provider, model, basePath }: WireCase, chunks: Iterable<string>) {
  const encoder = new TextEncoder();
  const iterator = chunks[Symbol.iterator]();
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      const next = iterator.next();
      if (next.done) return controller.close();
      const bytes = encoder.encode(next.value);
      for (let start = 0; start < bytes.length; start += 65_536)
        controller.enqueue(bytes.subarray(start, start + 65_536));
    },
  });
  const answer = () => Promise.resolve(new Response(body, { headers: { 'content-type': 'text/event-stream' } }));
  const access = accessTo(`http://127.0.0.1:9${basePath}`, { rawFetch: answer });
  return collect(provider.stream(callOf(model, 'hi'), access, new AbortController().signal));
}

for (const wireCase of wireCases) {
  describe(`a large answer of ${wireCase.provider.name}`, () => {
    it('takes 10 MB in one event (fault 31)', async () => {
      const { text, error } = await read(
        wireCase,
        encodeAnswer(wireCase.wire, { text: ['x'.repeat(10 * megabyte)] }, 'm'),
      );
      assert.equal(error, undefined);
      assert.equal(text.length, 10 * megabyte);
    }).timeout(10_000);

    it('takes 10,000 tiny events (fault 31)', async () => {
      const pieces = Array.from({ length: 10_000 }, () => 'ab');
      const { text, error } = await read(wireCase, encodeAnswer(wireCase.wire, { text: pieces }, 'm'));
      assert.equal(error, undefined);
      assert.equal(text.length, 20_000);
    }).timeout(20_000);
  });
}

describe('an answer without an end', () => {
  it('is stopped at 100 MB (fault 32)', async () => {
    const [wireCase] = wireCases.filter(({ wire }) => wire === 'chat');
    assert.ok(wireCase);
    const event = encodeAnswer('chat', { text: ['x'.repeat(5 * megabyte)] }, 'm')[1] ?? '';
    const endless = Array.from({ length: 40 }, () => event);
    const { code, text } = await read(wireCase, endless);
    assert.equal(code, 'too-large');
    assert.equal(text.length, 100 * megabyte);
  }).timeout(20_000);
});
