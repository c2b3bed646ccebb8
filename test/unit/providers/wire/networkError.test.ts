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
});
