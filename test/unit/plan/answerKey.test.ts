import assert from 'node:assert/strict';
import { answerKey } from '../../../src/core/plan/answerKey.ts';
import type { EndpointSettings } from '../../../src/core/providers/contract/endpoint.ts';
import { createRegistry } from '../../../src/core/providers/registry.ts';

describe('answerKey', () => {
  const keyAt = (gateway: EndpointSettings) =>
    answerKey('cell', 'gateway/small', createRegistry({ endpoints: { gateway } }));
  const baseUrl = 'https://a.example.com/v1';

  it('is another one at another address and with other headers', () => {
    const keys = [
      keyAt({ baseUrl }),
      keyAt({ baseUrl: 'https://b.example.com/v1' }),
      keyAt({ baseUrl, headers: { 'x-variant': 'one' } }),
      keyAt({ baseUrl, headers: { 'x-variant': 'two' } }),
    ];
    assert.equal(new Set(keys).size, 4);
    assert.equal(keys[0], 'cell https://a.example.com/v1');
  });

  it('holds no value of a header', () => {
    assert.ok(!keyAt({ baseUrl, headers: { 'x-token': 'private' } }).includes('private'));
  });
});
