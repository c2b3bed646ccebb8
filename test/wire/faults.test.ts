import assert from 'node:assert/strict';
import { createServer, type Socket } from 'node:net';
import { after, before, describe, it } from 'mocha';
import type { Fetch } from '../../src/core/environment.ts';
import { PolypromptError } from '../../src/core/errors.ts';
import type { ProviderAccess } from '../../src/core/providers/contract/provider.ts';
import { patientFetch } from '../../src/node/requests/patientFetch.ts';
import { accessTo, callOf, canaryKey } from '../support/access.ts';
import { type Collected, collect } from '../support/collect.ts';
import { eventually } from '../support/eventually.ts';
import { type LoopbackServer, type Reply, startLoopbackServer } from '../support/loopbackServer.ts';
import { type WireCase, wireCases } from './wireCases.ts';

let server: LoopbackServer;
before(async () => {
  server = await startLoopbackServer();
});
after(() => server.close());

interface Ask {
  readonly reply?: Reply;
  readonly access?: Partial<ProviderAccess>;
  readonly signal?: AbortSignal;
  readonly url?: string;
  /** The global one unless given. */
  readonly rawFetch?: Fetch;
}

/** What the adapter makes of a scripted reply over a real socket. */
function ask(
  { provider, model, basePath }: WireCase,
  { reply, access, signal = new AbortController().signal, url = server.url, rawFetch = fetch }: Ask,
): Promise<Collected> {
  if (reply) server.script(reply);
  const reached = accessTo(`${url}${basePath}`, { rawFetch, ...access });
  return collect(provider.stream(callOf(model, 'hi'), reached, signal));
}

/** How requests travel: as the editor sends them, and as the command line does. */
const transports: Readonly<Record<string, Fetch>> = { fetch, 'the command line': patientFetch() };
const transportCases = Object.entries(transports).flatMap(([transport, rawFetch]) =>
  wireCases.map((wireCase) => ({ wireCase, transport, rawFetch })),
);

function failure(status: number, body: unknown, headers: Record<string, string> = {}): Reply {
  return { status, headers, body: typeof body === 'string' ? body : JSON.stringify(body) };
}

function errorOf({ error }: Collected): PolypromptError {
  assert.ok(error instanceof PolypromptError, String(error));
  return error;
}

const words = { text: ['Hello', ' big', ' world'] };

for (const { wireCase, transport, rawFetch } of transportCases) {
  const who = wireCase.provider.name;
  const askIt = (asked: Ask) => ask(wireCase, { rawFetch, ...asked });
  describe(`${who} over a socket of ${transport}`, () => {
    it('streams an answer with its usage, and says which model served it (fault 38)', async () => {
      const { text, events } = await askIt({ reply: { answer: { ...words, model: 'another-model' } } });
      assert.equal(text, 'Hello big world');
      const done = events.at(-1);
      assert.ok(done?.type === 'done');
      assert.equal(done.servedModel, 'another-model');
      assert.equal(done.finishReason, 'stop');
    });

    it('a status becomes the error that it means (fault 1, fault 2, fault 4, fault 5, fault 8, fault 9, fault 12)', async () => {
      const codes: [number, string | undefined][] = [];
      for (const status of [400, 401, 402, 403, 404, 405, 413, 422, 429, 500, 502, 503, 504, 529]) {
        const { code } = await askIt({ reply: failure(status, { error: { message: 'no' } }) });
        codes.push([status, code]);
      }
      assert.deepEqual(codes, [
        [400, 'request-rejected'],
        [401, 'invalid-key'],
        [402, 'billing'],
        [403, 'permission-denied'],
        [404, 'wrong-address'],
        [405, 'wrong-address'],
        [413, 'context-too-long'],
        [422, 'request-rejected'],
        [429, 'rate-limited'],
        [500, 'server-error'],
        [502, 'server-error'],
        [503, 'overloaded'],
        [504, 'server-error'],
        [529, 'overloaded'],
      ]);
    });

    it('sends each request once: retries are ours', async () => {
      const before = server.requests.length;
      await askIt({ reply: failure(500, 'x') });
      assert.equal(server.requests.length, before + 1);
    });

    it('reads Retry-After and x-should-retry from the headers (fault 10, fault 13)', async () => {
      const waiting = errorOf(
        await askIt({ reply: failure(429, { error: { message: 'slow' } }, { 'retry-after': '2' }) }),
      );
      assert.equal(waiting.retryAfterMs, 2000);
      const final = errorOf(await askIt({ reply: failure(500, 'x', { 'x-should-retry': 'false' }) }));
      assert.equal(final.retryable, false);
    });

    it('a web page is not an answer (fault 14)', async () => {
      const reply: Reply = {
        headers: { 'content-type': 'text/html; charset=utf-8' },
        body: '<html>Log in to the WLAN</html>',
      };
      const error = errorOf(await askIt({ reply }));
      assert.equal(error.code, 'unexpected-response');
      assert.match(error.message, /web page \(text\/html/);
    });

    it('an error with a good status is an error (fault 15)', async () => {
      const reply: Reply = {
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ error: { message: 'boom' } }),
      };
      const error = errorOf(await askIt({ reply }));
      assert.deepEqual([error.code, error.message], ['provider-error', `${who} reported an error: boom`]);
    });

    it('a prompt that is too long for the window is known as such, also within the stream (fault 8)', async () => {
      const message = 'request (9030 tokens) exceeds the available context size (2048 tokens), try increasing it';
      const error = { code: 400, type: 'exceed_context_size_error', message };
      assert.equal((await askIt({ reply: failure(400, { error }) })).code, 'context-too-long');
      const event = `${wireCase.wire === 'google' ? '' : 'event: error\n'}data: ${JSON.stringify({ error })}\n\n`;
      assert.equal((await askIt({ reply: { body: event } })).code, 'context-too-long');
      const bare = 'data: {"error": "the input length exceeds the context length"}\n\n';
      assert.equal((await askIt({ reply: { body: bare } })).code, 'context-too-long');
    });

    it('an error in the stream keeps what came before (fault 15)', async () => {
      const text = wireCase.stream.toString();
      const place = text.indexOf('\n\n', text.indexOf('Grüße')) + 2;
      const error = {
        type: 'error',
        error: { type: 'overloaded_error', message: 'Overloaded', code: 503, status: 'UNAVAILABLE' },
      };
      const event = `${wireCase.wire === 'google' ? '' : 'event: error\n'}data: ${JSON.stringify(error)}\n\n`;
      const result = await askIt({ reply: { body: text.slice(0, place) + event } });
      assert.deepEqual([result.code, result.text], ['overloaded', 'Grüße']);
    });

    it('follows a redirect on the server, and none away from it (fault 16)', async () => {
      server.script({ status: 307, headers: { location: '/elsewhere/messages' } });
      server.script({ body: wireCase.stream.toString() }, (request) => request.path === '/elsewhere/messages');
      assert.equal((await askIt({})).text, 'Grüße 👋 世界');
      const other = await startLoopbackServer();
      const away = await askIt({ reply: { status: 307, headers: { location: `${other.url}/v1/messages` } } });
      assert.equal(away.code, 'redirect-refused');
      assert.deepEqual(other.requests, []);
      await other.close();
    });

    it('says so when nothing listens (fault 17)', async () => {
      const gone = await startLoopbackServer();
      await gone.close();
      const error = errorOf(await askIt({ url: gone.url }));
      assert.deepEqual([error.code, error.message], ['connection-refused', `Nothing listens at ${gone.url}.`]);
    });

    it('a reset before the first word has failed, after it the answer is incomplete (fault 18)', async () => {
      const early = await askIt({ reply: { answer: words, cutAtByte: 1, cut: 'reset' } });
      assert.equal(early.code, 'connection-failed');
      const stream = wireCase.stream.toString();
      const place = Buffer.byteLength(stream.slice(0, stream.indexOf('世界'))) + 60;
      const pieces = [wireCase.stream.subarray(0, place), wireCase.stream.subarray(place)];
      const late = await askIt({
        reply: { body: pieces, chunkDelayMs: 30, cutAtByte: place + 1, cut: 'reset' },
      });
      assert.equal(late.code, 'incomplete');
      assert.ok(late.text.startsWith('Grüße'));
    });

    it('says so when a host does not exist (fault 19)', async () => {
      const missing = Object.assign(new TypeError('fetch failed'), {
        cause: Object.assign(new Error('getaddrinfo'), { code: 'ENOTFOUND' }),
      });
      assert.equal((await askIt({ access: { fetch: () => Promise.reject(missing) } })).code, 'host-not-found');
    });

    it('names what is wrong with a certificate, and does not retry (fault 20)', async () => {
      for (const code of [
        'DEPTH_ZERO_SELF_SIGNED_CERT',
        'CERT_HAS_EXPIRED',
        'ERR_TLS_CERT_ALTNAME_INVALID',
        'ERR_SSL_WRONG_VERSION_NUMBER',
      ]) {
        const refused = Object.assign(new TypeError('fetch failed'), {
          cause: Object.assign(new Error('tls'), { code }),
        });
        const error = errorOf(await askIt({ access: { fetch: () => Promise.reject(refused) } }));
        assert.deepEqual([error.code, error.retryable], ['certificate', false]);
      }
    });

    it('gives up on slow headers at the limit (fault 23)', async () => {
      const timeouts = { connect: 1000, firstByte: 60, idle: 1000, total: 5000 };
      const began = performance.now();
      const { code } = await askIt({ reply: { answer: words, delayMs: 5000 }, access: { timeouts } });
      assert.equal(code, 'timeout-first-byte');
      assert.ok(performance.now() - began < 1000);
    });

    it('gives up on a stalled stream and keeps its text (fault 25)', async () => {
      const timeouts = { connect: 1000, firstByte: 2000, idle: 80, total: 5000 };
      const text = wireCase.stream.toString();
      const place = text.indexOf('\n\n', text.indexOf('Grüße')) + 2;
      const pings = Array.from({ length: 20 }, () => ': ping\n\n');
      const { code, text: kept } = await askIt({
        reply: { body: [text.slice(0, place), ...pings], chunkDelayMs: 20, hangs: true },
        access: { timeouts },
      });
      assert.deepEqual([code, kept], ['timeout-idle', 'Grüße']);
    });

    it('nothing, a refusal, a filter and a limit are distinct ends (fault 33, fault 34, fault 35)', async () => {
      const finishes: [string, string][] = [];
      for (const finish of ['stop', 'refusal', 'content-filter', 'length'] as const) {
        const { events } = await askIt({ reply: { answer: { text: [], finish } } });
        const done = events.at(-1);
        finishes.push([finish, done?.type === 'done' ? done.finishReason : 'none']);
      }
      const filter = wireCase.wire === 'anthropic' ? 'refusal' : 'content-filter';
      const refusal = { responses: 'stop', chat: 'stop', anthropic: 'refusal', google: 'content-filter' }[
        wireCase.wire
      ];
      assert.deepEqual(finishes, [
        ['stop', 'stop'],
        ['refusal', refusal],
        ['content-filter', filter],
        ['length', 'length'],
      ]);
    });

    it('a prompt that a filter stops is an end, not an error (fault 34)', async () => {
      const reply = failure(400, { error: { message: 'The prompt was filtered', code: 'content_filter' } });
      const { events, error } = await askIt({ reply });
      assert.equal(error, undefined);
      assert.deepEqual(events, [{ type: 'done', finishReason: 'content-filter', rawFinishReason: 'content_filter' }]);
    });

    it('a stop closes the socket at once and throws its own reason (fault 40)', async () => {
      const controller = new AbortController();
      const reply: Reply = { answer: { text: Array.from({ length: 200 }, () => 'word ') }, chunkDelayMs: 20 };
      server.script(reply);
      const { provider, model, basePath } = wireCase;
      const stream = provider.stream(
        callOf(model, 'hi'),
        accessTo(`${server.url}${basePath}`, { rawFetch }),
        controller.signal,
      );
      let stoppedAt = 0;
      const reading = (async () => {
        for await (const event of stream) {
          if (event.type !== 'text') continue;
          stoppedAt = performance.now();
          controller.abort();
        }
      })();
      await assert.rejects(reading, { name: 'AbortError' });
      assert.ok(performance.now() - stoppedAt < 100);
      await eventually('the cut', () => server.requests.at(-1)?.wasCut || undefined);
    });

    it('a stop while waiting for the first byte ends at once (fault 40)', async () => {
      const controller = new AbortController();
      const pending = askIt({ reply: { answer: words, delayMs: 5000 }, signal: controller.signal });
      const before = server.requests.length;
      await eventually('the request', () => server.requests.at(before));
      const began = performance.now();
      controller.abort();
      const { error } = await pending;
      assert.equal(error, controller.signal.reason);
      assert.ok(performance.now() - began < 100);
    });

    it('keeps the key out of every error, even where the vendor repeats it', async () => {
      const said = `Incorrect API key provided: ${canaryKey}. Masked: ${canaryKey.slice(0, 12)}****.`;
      for (const status of [400, 401, 403, 404, 429, 500]) {
        const error = errorOf(await askIt({ reply: failure(status, { error: { message: said } }) }));
        const shown = JSON.stringify([error.toRecord(), error.stack, String(error.cause)]);
        assert.ok(!shown.includes('CANARY'), shown);
      }
      assert.ok(JSON.stringify(server.requests.at(-1)?.headers).includes(canaryKey), 'it did travel in the header');
    });

    it('lists models', async () => {
      const access = accessTo(`${server.url}${wireCase.basePath}`, { rawFetch });
      const before = server.requests.length;
      const models = await wireCase.provider.listModels?.(access, new AbortController().signal);
      assert.deepEqual(
        models?.map((listed) => listed.model),
        ['loopback-small', 'loopback-large'],
      );
      assert.equal(server.requests.length, before + 1, 'nothing else is asked');
    });

    it('sends no header and no credential that the environment or the disk would add', async () => {
      const added = {
        OPENAI_CUSTOM_HEADERS: 'x-secret: one',
        ANTHROPIC_CUSTOM_HEADERS: 'x-secret: two',
        ANTHROPIC_AUTH_TOKEN: 'token-3',
        OPENAI_ORG_ID: 'org-4',
      };
      Object.assign(process.env, added);
      await askIt({ reply: { answer: words } });
      for (const name of Object.keys(added)) delete process.env[name];
      const { headers } = server.requests.at(-1) ?? {};
      assert.equal(headers?.['x-secret'], undefined);
      const told = Object.keys(headers ?? {}).filter((name) => name.startsWith('x-stainless-'));
      assert.deepEqual(told, [], 'nothing of this machine');
      assert.ok(!JSON.stringify(headers).includes('token-3') && !JSON.stringify(headers).includes('org-4'));
      const keys = Object.entries(headers ?? {}).filter(([, value]) => value.includes(canaryKey));
      assert.equal(keys.length, 1, 'the key travels in one header');
    });

    it('counts tokens where the vendor does', async () => {
      const access = accessTo(`${server.url}${wireCase.basePath}`, { rawFetch });
      const count = await wireCase.provider.countTokens?.(
        callOf(wireCase.model, 'hi'),
        access,
        new AbortController().signal,
      );
      assert.equal(count, wireCase.wire === 'chat' ? undefined : 42);
    });

    it('describes exactly the request that it sends', async () => {
      await askIt({ reply: { answer: words } });
      const request = server.requests.at(-1);
      const described = wireCase.provider.describeRequest?.(
        callOf(wireCase.model, 'hi'),
        `${server.url}${wireCase.basePath}`,
      );
      assert.equal(described?.url, `${server.url}${request?.path}`);
      const { generationConfig: _empty, ...body } = request?.body ?? {};
      assert.deepEqual(body, described?.body);
      assert.ok(!JSON.stringify(described).includes(canaryKey));
    });
  });
}

describe('a server that accepts and says nothing', () => {
  it('ends at the first-byte limit', async () => {
    const sockets: Socket[] = [];
    const silent = createServer((socket) => sockets.push(socket.on('error', () => undefined)));
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    const address = silent.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    const timeouts = { connect: 1000, firstByte: 50, idle: 1000, total: 5000 };
    for (const wireCase of wireCases) {
      assert.equal(
        (await ask(wireCase, { url: `http://127.0.0.1:${port}`, access: { timeouts } })).code,
        'timeout-first-byte',
      );
    }
    for (const socket of sockets) socket.destroy();
    silent.close();
  });
});
