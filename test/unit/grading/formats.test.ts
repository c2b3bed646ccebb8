import assert from 'node:assert/strict';
import { formats } from '../../../src/core/grading/formats.ts';

/** By RFC 3339 (dates and times), 3986 (addresses), 4648 (base64) and 6901 (pointers). */
const texts: Readonly<Record<string, { readonly yes: readonly string[]; readonly no: readonly string[] }>> = {
  date: {
    yes: ['2026-01-01', '2026-12-31', '2024-02-29'],
    no: ['2026-00-10', '2026-13-01', '2026-02-30', '2023-02-29', '2026-01-00', '26-01-01'],
  },
  time: {
    yes: ['00:00:00Z', '23:59:59Z', '23:59:60Z', '12:00:00.5+01:00'],
    no: ['24:00:00Z', '12:60:00Z', '12:00:61Z', '12:00:00', '12:00Z'],
  },
  'date-time': { yes: ['2026-11-30T09:00:00Z'], no: ['2026-11-31T09:00:00Z', '2026-11-30T25:00:00Z', '2026-11-30'] },
  duration: { yes: ['P1D', 'PT1S', 'P2W', 'P1Y2M3DT4H5M6S'], no: ['P', 'PT', 'P1DT', '1D'] },
  uri: {
    yes: ['https://example.com/a?b=c', 'mailto:ann@example.com', 'urn:isbn:1'],
    no: ['example.com', '/a', 'https://exa mple.com', 'a:<b>', 'https://['],
  },
  'uri-reference': { yes: ['https://example.com', '/a/b', '../c', '#d'], no: ['/a b', '/a<b>', 'https://['] },
  url: {
    yes: ['https://example.com', 'http://example.com/a', 'ftp://example.com'],
    no: ['mailto:ann@example.com', 'https://exa mple.com', 'https://[', 'example.com'],
  },
  uuid: {
    yes: ['123e4567-e89b-12d3-a456-426614174000', 'urn:uuid:123e4567-e89b-12d3-a456-426614174000'],
    no: ['123e4567e89b12d3a456426614174000', '123e4567-e89b-12d3-a456-42661417400'],
  },
  'json-pointer': { yes: ['', '/a/0', '/a~0b~1c'], no: ['a', '/a~2'] },
  email: {
    yes: ['ann@example.com', "o'brien+tag@sub.example.co", 'a@b'],
    no: ['@example.com', 'ann@', '.ann@example.com', 'ann.@example.com', 'a..b@example.com', 'a b@example.com', 'ann'],
  },
  hostname: {
    yes: ['example.com', 'a', `${'a'.repeat(63)}.com`, ['a', 'b', 'c', 'd'].map((one) => one.repeat(62)).join('.')],
    no: ['-a.com', 'a-.com', 'a..b', `${'a'.repeat(64)}.com`, Array(5).fill('a'.repeat(62)).join('.'), 'a_b'],
  },
  ipv4: {
    yes: ['0.0.0.0', '255.255.255.255', '192.168.1.10'],
    no: ['256.1.1.1', '1.2.3', '1.2.3.4.5', '01.2.3.4', 'a.b.c.d'],
  },
  ipv6: {
    yes: ['::1', '2001:db8::ff00:42:8329', '::ffff:192.168.1.10'],
    no: ['1.2.3.4', '12345::', ':::', '2001:db8::g', '1:2:3:4:5:6:7:8:9'],
  },
  regex: { yes: ['^a+$', '\\p{L}'], no: ['(', 'a{2,1}'] },
  byte: { yes: ['', 'YWJj', 'YWI=', 'YQ=='], no: ['YWJ', 'YWJjZ', 'Y!==', 'Y==='] },
};

describe('the formats of texts in a JSON Schema', () => {
  for (const [name, { yes, no }] of Object.entries(texts))
    it(`are right and wrong: ${name}`, () => {
      const holds = (text: string) => formats[name]?.(text);
      assert.deepEqual(yes.filter(holds), yes);
      assert.deepEqual(no.filter(holds), []);
    });
});
