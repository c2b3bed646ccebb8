import assert from 'node:assert/strict';
import { networkError } from '../../../../src/core/providers/wire/networkError.ts';

function hintFor(code: string): string | undefined {
  const cause = Object.assign(new Error('tls'), { code });
  return networkError(new TypeError('fetch failed', { cause }), 'https://api.example.com')?.hint;
}

describe('networkError', () => {
  it('names the variable that trusts the system where nobody known has signed a certificate', () => {
    for (const code of [
      'SELF_SIGNED_CERT_IN_CHAIN',
      'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
      'DEPTH_ZERO_SELF_SIGNED_CERT',
    ])
      assert.match(hintFor(code) ?? '', /NODE_USE_SYSTEM_CA=1/);
  });

  it('does not offer it where no authority would help', () => {
    for (const code of ['CERT_HAS_EXPIRED', 'ERR_TLS_CERT_ALTNAME_INVALID', 'EPROTO'])
      assert.doesNotMatch(hintFor(code) ?? 'NODE_USE_SYSTEM_CA', /NODE_USE_SYSTEM_CA/);
  });

  const from = (code: string) => {
    const cause = Object.assign(new Error('inner'), { code });
    const found = networkError(new TypeError('fetch failed', { cause }), 'https://api.example.com');
    return [found?.code, found?.message];
  };

  it('says where the connection broke off, and how', () => {
    const at = 'https://api.example.com';
    for (const [code, kind, sentence] of [
      ['ECONNREFUSED', 'connection-refused', `Nothing listens at ${at}.`],
      ['EAI_AGAIN', 'host-not-found', `The host of ${at} was not found.`],
      ['ETIMEDOUT', 'timeout-connect', `No connection to ${at} could be made in time.`],
      ['UND_ERR_HEADERS_TIMEOUT', 'timeout-first-byte', `${at} did not answer in time.`],
      ['UND_ERR_BODY_TIMEOUT', 'timeout-idle', `${at} stopped sending.`],
      ['UND_ERR_PRX_TLS', 'proxy', `The proxy refused the connection to ${at}.`],
      ['CERT_HAS_EXPIRED', 'certificate', `The certificate of ${at} is not accepted: it has expired.`],
      ['ERR_SSL_WRONG', 'certificate', `The certificate of ${at} is not accepted: who signed it is unknown.`],
      ['ECONNRESET', 'connection-failed', `The connection to ${at} broke off.`],
      ['EWHATEVER', 'connection-failed', `The connection to ${at} failed.`],
    ] as const)
      assert.deepEqual(from(code), [kind, sentence], code);
  });

  it('finds the fault among the addresses that were tried, and in words of a proxy', () => {
    const refused = Object.assign(new Error('inner'), { code: 'ECONNREFUSED' });
    const tried = new AggregateError([new Error('other'), refused]);
    assert.equal(networkError(new TypeError('x', { cause: tried }), 'http://a')?.code, 'connection-refused');
    assert.equal(networkError(new Error('Proxy response (407) !== 200'), 'http://a')?.code, 'proxy');
  });

  it('is none for a fault of another kind', () => {
    for (const error of [new Error('fetch failed'), new TypeError('x is not a function'), 'fetch failed', undefined])
      assert.equal(networkError(error, 'http://a'), undefined);
  });
});
