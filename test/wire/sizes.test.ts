import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { gzipSync } from 'node:zlib';
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

  const chat = () => {
    const [found] = wireCases.filter(({ wire }) => wire === 'chat');
    assert.ok(found);
    return found;
  };

  /** Sends `first` and then `more` for ever; tells how many bytes were taken before the connection was closed. */
  function endless({ first = '', more, status = 200, type }: Endless) {
    const encoder = new TextEncoder();
    const bytes = encoder.encode(more);
    let sent = 0;
    const body = new ReadableStream<Uint8Array>({
      start: (controller) => controller.enqueue(encoder.encode(first)),
      pull: (controller) => {
        sent += bytes.length;
        controller.enqueue(bytes);
      },
    });
    const answer = () => Promise.resolve(new Response(body, { status, headers: { 'content-type': type } }));
    const { provider, model, basePath } = chat();
    const access = accessTo(`http://127.0.0.1:9${basePath}`, { rawFetch: answer });
    const read = collect(provider.stream(callOf(model, 'hi'), access, new AbortController().signal));
    return read.then(({ code, error }) => ({ code, message: String(error), sent }));
  }

  interface Endless {
    readonly first?: string;
    readonly more: string;
    readonly status?: number;
    readonly type: string;
  }

  const block = 'x'.repeat(megabyte);
  const table: readonly (readonly [name: string, answer: Endless])[] = [
    ['a line that never ends', { first: 'data: ', more: block, type: 'text/event-stream' }],
    ['comments alone', { more: `: ${block}\n\n`, type: 'text/event-stream' }],
    ['events without content', { more: `data: {"choices":[],"x":"${block}"}\n\n`, type: 'text/event-stream' }],
    ['blank lines', { more: '\n'.repeat(megabyte), type: 'text/event-stream' }],
    ['JSON that never ends', { first: '{"choices":[{"x":"', more: block, type: 'application/json' }],
    ['JSON under the label of a stream', { first: '{"choices":[{"x":"', more: block, type: 'text/event-stream' }],
  ];
  for (const [name, answer] of table)
    it(`is stopped at 100 MB before its first content: ${name} (fault 32)`, async () => {
      const { code, message, sent } = await endless(answer);
      assert.equal(code, 'too-large', message);
      assert.ok(sent < 110 * megabyte, `${sent} bytes`);
    }).timeout(60_000);

  for (const type of ['application/json', 'text/plain'])
    it(`is read for 1 MB where it is a refusal, as ${type}`, async () => {
      const { code, sent } = await endless({ first: '{"error":{"message":"', more: block, status: 500, type });
      assert.equal(code, 'server-error');
      assert.ok(sent < 4 * megabyte, `${sent} bytes`);
    }).timeout(20_000);

  it('counts what was unpacked, not what was sent (fault 32)', async () => {
    const { provider, model, basePath } = chat();
    const packed = gzipSync(`data: ${'x'.repeat(300 * megabyte)}`);
    assert.ok(packed.length < megabyte);
    const server = createServer((_request, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream', 'content-encoding': 'gzip' });
      response.end(packed);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    try {
      const address = server.address();
      assert.ok(address !== null && typeof address === 'object');
      const access = accessTo(`http://127.0.0.1:${address.port}${basePath}`, { rawFetch: fetch });
      const { code } = await collect(provider.stream(callOf(model, 'hi'), access, new AbortController().signal));
      assert.equal(code, 'too-large');
    } finally {
      server.closeAllConnections();
      server.close();
    }
  }).timeout(60_000);
});
