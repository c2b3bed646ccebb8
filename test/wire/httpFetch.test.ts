import assert from 'node:assert/strict';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { afterEach, describe, it } from 'mocha';
import { httpFetch } from '../../src/node/requests/httpFetch.ts';
import { eventually } from '../support/eventually.ts';

const nobody = () => Promise.reject(new Error('the other fetch was asked'));
const send = httpFetch(nobody);
const post = { method: 'POST', body: '{"é":1}', redirect: 'manual' } as const;

let server: Server | undefined;
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

async function serve(listener: RequestListener): Promise<string> {
  const made = createServer(listener);
  server = made;
  await new Promise<void>((resolve) => made.listen(0, '127.0.0.1', resolve));
  const address = made.address();
  return `http://127.0.0.1:${isAddress(address) ? address.port : 0}/`;
}

function isAddress(address: string | AddressInfo | null): address is AddressInfo {
  return typeof address === 'object' && address !== null;
}

describe('httpFetch', () => {
  it('sends headers and text, and gives status, headers, address and body', async () => {
    const url = await serve(async (request, response) => {
      const sent = (await request.toArray()).join('');
      const { 'content-length': length, 'x-own': own } = request.headers;
      response.writeHead(418, 'Teapot', { 'x-told': 'yes' }).end(`${request.method} ${sent} ${length} ${own}`);
    });
    const response = await send(url, { ...post, headers: [['X-Own', 'mine']] });
    const { ok, status, statusText, headers } = response;
    assert.deepEqual([ok, status, statusText, headers.get('x-told')], [false, 418, 'Teapot', 'yes']);
    assert.equal(response.url, url);
    assert.equal(await response.text(), 'POST {"é":1} 8 mine');
  });

  it('leaves what has no text for a body, or may be redirected, to the other fetch', async () => {
    const elsewhere = httpFetch(() => Promise.resolve(new Response('elsewhere')));
    for (const init of [{}, { ...post, body: new Blob(['x']) }, { ...post, redirect: 'follow' as const }])
      assert.equal(await (await elsewhere('http://127.0.0.1:9/', init)).text(), 'elsewhere');
  });

  it('hands a redirect to whoever asked', async () => {
    const url = await serve((_request, response) => response.writeHead(307, { location: '/next' }).end());
    const { status, headers } = await send(url, post);
    assert.deepEqual([status, headers.get('location')], [307, '/next']);
  });

  it('unpacks what was packed, also twice', async () => {
    const text = 'packed '.repeat(1000);
    const packed: [string, Buffer][] = [
      ['gzip', gzipSync(text)],
      ['deflate', deflateSync(text)],
      ['br', brotliCompressSync(text)],
      ['gzip, br', brotliCompressSync(gzipSync(text))],
    ];
    const url = await serve((request, response) => {
      const [coding, bytes] = packed[Number(request.headers['x-case'])] ?? ['', ''];
      response.writeHead(200, { 'content-encoding': coding }).end(bytes);
    });
    for (const index of packed.keys()) {
      const response = await send(url, { ...post, headers: { 'x-case': String(index) } });
      assert.equal(await response.text(), text);
    }
  });

  it('fails where the packed bytes are no such thing', async () => {
    const url = await serve((_request, response) =>
      response.writeHead(200, { 'content-encoding': 'gzip' }).end('plain'),
    );
    await assert.rejects((await send(url, post)).text(), { name: 'TypeError', message: 'terminated' });
  });

  it('sends the next request over the connection of one that was read to its end', async () => {
    const ports = new Set<number | undefined>();
    const url = await serve((request, response) => {
      ports.add(request.socket.remotePort);
      response.end('text');
    });
    for (let count = 0; count < 3; count++) await (await send(url, post)).text();
    assert.equal(ports.size, 1);
  });

  it('can be read in every way that fetch offers, and once', async () => {
    const url = await serve((_request, response) =>
      response.writeHead(200, { 'content-type': 'text/x' }).end('{"a":1}'),
    );
    const whole = await send(url, post);
    assert.deepEqual(await whole.clone().json(), { a: 1 });
    assert.equal(whole.bodyUsed, false);
    assert.equal(Buffer.from(await whole.bytes()).toString(), '{"a":1}');
    assert.equal(whole.bodyUsed, true);
    await assert.rejects(whole.text(), { name: 'TypeError' });
    assert.equal((await (await send(url, post)).arrayBuffer()).byteLength, 7);
    assert.equal((await (await send(url, post)).blob()).type, 'text/x');
  });

  it('takes an answer without a body', async () => {
    const url = await serve((_request, response) => response.writeHead(204).end());
    assert.equal((await send(url, post)).body, null);
    assert.equal((await send(url, post)).status, 204);
  });

  it('fails as fetch does with a status that fetch does not know', async () => {
    const url = await serve((_request, response) => response.writeHead(999).end());
    await assert.rejects(send(url, post), { name: 'TypeError', message: 'fetch failed' });
  });

  it('reads no further than somebody wants, and closes the connection of a body that nobody wants any more', async () => {
    let isClosed = false;
    const url = await serve((_request, response) => {
      response.on('close', () => {
        isClosed = true;
      });
      response.write('first');
    });
    const reader = (await send(url, post)).body?.getReader();
    assert.equal(new TextDecoder().decode((await reader?.read())?.value), 'first');
    await reader?.cancel();
    await eventually('the end of the connection', () => isClosed || undefined);
  });

  it('a stop before the start, before the answer and within it throws its own reason', async () => {
    const reason = new Error('stopped by the test');
    await assert.rejects(send('http://127.0.0.1:9/', { ...post, signal: AbortSignal.abort(reason) }), reason);
    let hasBegun = false;
    const url = await serve((request, response) => {
      hasBegun = true;
      if (request.url === '/speaks') response.write('first');
    });
    const early = new AbortController();
    const waiting = assert.rejects(send(url, { ...post, signal: early.signal }), reason);
    await eventually('the request', () => hasBegun || undefined);
    early.abort(reason);
    await waiting;
    const late = new AbortController();
    const reader = (await send(`${url}speaks`, { ...post, signal: late.signal })).body?.getReader();
    await reader?.read();
    const reading = assert.rejects(reader?.read() ?? Promise.resolve(), reason);
    late.abort(reason);
    await reading;
  });
});
