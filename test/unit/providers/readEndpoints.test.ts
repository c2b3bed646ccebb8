import assert from 'node:assert/strict';
import { readEndpoints } from '../../../src/core/providers/readEndpoints.ts';

describe('the endpoints that a user sets', () => {
  it('are an address, or an object with all that is known of it', () => {
    const whole = {
      baseUrl: 'http://127.0.0.1:4000/v1',
      kind: 'openai-responses',
      name: 'Our proxy',
      keyVariable: 'PROXY_KEY',
      keyRequired: false,
    };
    assert.deepEqual(
      readEndpoints({ 'my.box-1': 'https://llm.example.com', proxy: { ...whole, headers: { Team: 'qa' } } }),
      {
        endpoints: { 'my.box-1': { baseUrl: 'https://llm.example.com' }, proxy: { ...whole, headers: { team: 'qa' } } },
        problems: [],
      },
    );
  });

  it('keep only what has its type', () => {
    const odd = { baseUrl: 'https://llm.example.com', name: 7, keyVariable: true, keyRequired: 'yes' };
    assert.deepEqual(readEndpoints({ proxy: odd }).endpoints, { proxy: { baseUrl: 'https://llm.example.com' } });
  });

  it('are no list and no text', () => {
    const problems = ['it has to be an object from provider id to address.'];
    for (const value of ['https://llm.example.com', ['https://llm.example.com'], null])
      assert.deepEqual(readEndpoints(value), { endpoints: {}, problems });
  });

  const address = 'the address has to begin with https:// or http:// and hold no user name.';
  const faults: readonly (readonly [unknown, string])[] = [
    [7, 'write an address, or an object with baseUrl.'],
    ['llm.example.com', address],
    ['ftp://llm.example.com', address],
    ['https://me@llm.example.com', address],
    ['https://:secret@llm.example.com', address],
    [{ kind: 'google' }, address],
    [
      { baseUrl: 'https://llm.example.com', kind: 'grpc' },
      'kind has to be one of openai-chat, openai-responses, anthropic, google.',
    ],
    [{ baseUrl: 'https://llm.example.com', headers: 'Team: qa' }, 'headers have to be an object from name to value.'],
  ];
  for (const [entry, sentence] of faults)
    it(`say what is wrong with ${JSON.stringify(entry)} and keep the others`, () => {
      assert.deepEqual(readEndpoints({ bad: entry, good: 'https://llm.example.com' }), {
        endpoints: { good: { baseUrl: 'https://llm.example.com' } },
        problems: [`"bad": ${sentence}`],
      });
    });

  it('have ids that can stand before a slash', () => {
    assert.deepEqual(readEndpoints({ 'a/b': 'https://llm.example.com' }), {
      endpoints: {},
      problems: ['"a/b": a provider id holds letters, digits, dots and dashes only.'],
    });
  });
});
