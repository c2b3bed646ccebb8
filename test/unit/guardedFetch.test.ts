import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { PolypromptError } from '../../src/core/errors.ts';
import { type FetchGuard, guardFetch, originOf } from '../../src/core/guardedFetch.ts';

const openai: FetchGuard = { origin: 'https://api.openai.com', key: 'sk-canary' };

interface Sent {
  readonly url: string;
  readonly method: string | undefined;
  readonly authorization: string | null;
}

/** A fetch that answers from a list and keeps what it was asked. */
function scriptedFetch(answers: readonly Response[]) {
  const sent: Sent[] = [];
  const left = [...answers];
  const fetch = async (input: string | URL | Request, init?: RequestInit) => {
    const headers = new Headers(init?.headers);
    sent.push({ url: String(input), method: init?.method, authorization: headers.get('authorization') });
    return left.shift() ?? new Response('ok');
  };
  return { fetch, sent };
}

async function codeOf(work: Promise<unknown>): Promise<string> {
  const error = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  return error instanceof PolypromptError ? error.code : `not refused: ${String(error)}`;
}

function redirect(status: number, location: string): Response {
  return new Response(null, { status, headers: { location } });
}

const post: RequestInit = { method: 'POST', body: '{}', headers: { authorization: 'Bearer sk-canary' } };

describe('guardFetch', () => {
  const refused = [
    'https://evil.example/v1/responses',
    'https://api.openai.com@evil.example/v1/responses',
    'https://user:secret@api.openai.com/v1/responses',
    'https://api.openai.com./v1/responses',
    'https://api.openai.com:8443/v1/responses',
    'http://api.openai.com/v1/responses',
    'https://api.openai.com.evil.example/',
    'https://аpi.openai.com/v1',
    'file:///etc/passwd',
    'not an address',
  ];
  for (const address of refused) {
    it(`opens no socket for ${address}`, async () => {
      const { fetch, sent } = scriptedFetch([]);
      assert.equal(await codeOf(guardFetch(fetch, openai)(address, post)), 'key-origin-mismatch');
      assert.deepEqual(sent, []);
    });
  }

  it('lets the bound origin through, however it is spelt', async () => {
    const { fetch, sent } = scriptedFetch([]);
    await guardFetch(fetch, openai)('HTTPS://API.OPENAI.COM:443/v1/models');
    assert.deepEqual(
      sent.map((request) => request.url),
      ['https://api.openai.com/v1/models'],
    );
  });

  it('sends a key over plain http to this machine only', async () => {
    const { fetch } = scriptedFetch([]);
    const local = guardFetch(fetch, { origin: 'http://127.0.0.1:4010', key: 'k' });
    assert.equal((await local('http://127.0.0.1:4010/v1')).status, 200);
    const remote = guardFetch(fetch, { origin: 'http://192.168.1.9:4010', key: 'k' });
    assert.equal(await codeOf(remote('http://192.168.1.9:4010/v1')), 'key-origin-mismatch');
    const keyless = guardFetch(fetch, { origin: 'http://192.168.1.9:4010' });
    assert.equal((await keyless('http://192.168.1.9:4010/v1')).status, 200);
  });

  it('follows a redirect inside the origin with the same request (fault 16)', async () => {
    const { fetch, sent } = scriptedFetch([redirect(307, '/v2/responses')]);
    await guardFetch(fetch, openai)('https://api.openai.com/v1/responses', post);
    assert.deepEqual(sent, [
      { url: 'https://api.openai.com/v1/responses', method: 'POST', authorization: 'Bearer sk-canary' },
      { url: 'https://api.openai.com/v2/responses', method: 'POST', authorization: 'Bearer sk-canary' },
    ]);
  });

  it('refuses a redirect to another origin and never sends the key there (fault 16)', async () => {
    for (const place of [
      'https://evil.example/',
      'http://api.openai.com/v1',
      '//evil.example/x',
      'https://a@api.openai.com/',
    ]) {
      const { fetch, sent } = scriptedFetch([redirect(302, place)]);
      assert.equal(await codeOf(guardFetch(fetch, openai)('https://api.openai.com/v1', post)), 'redirect-refused');
      assert.equal(sent.length, 1);
    }
  });

  it('gives up after three redirects (fault 16)', async () => {
    const { fetch, sent } = scriptedFetch([1, 2, 3, 4, 5].map((step) => redirect(308, `/v${step}`)));
    assert.equal(await codeOf(guardFetch(fetch, openai)('https://api.openai.com/v1', post)), 'redirect-refused');
    assert.equal(sent.length, 4);
  });

  it('asks with GET after a 303', async () => {
    const { fetch, sent } = scriptedFetch([redirect(303, '/v2')]);
    await guardFetch(fetch, openai)('https://api.openai.com/v1', post);
    assert.equal(sent[1]?.method, 'GET');
  });
});

describe('originOf', () => {
  it('is undefined for what is not a plain http address', () => {
    assert.equal(originOf('https://api.x.ai/v1'), 'https://api.x.ai');
    assert.equal(originOf('ftp://api.x.ai'), undefined);
    assert.equal(originOf('https://name@api.x.ai'), undefined);
  });
});
