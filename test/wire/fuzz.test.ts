import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { accessTo, callOf } from '../support/access.ts';
import { collect } from '../support/collect.ts';
import { type WireCase, wireCases } from './wireCases.ts';

/** One change to a stream: bytes taken out at a place, and others put there. */
interface Mutation {
  readonly place: number;
  readonly removed: number;
  readonly inserted: string;
}

const mutations: fc.Arbitrary<Mutation> = fc.record({
  place: fc.double({ min: 0, max: 1, noNaN: true }),
  removed: fc.nat(40),
  inserted: fc.oneof(
    fc.string({ maxLength: 20 }),
    fc.constantFrom(
      '\n',
      '\n\n',
      '\r',
      'data: ',
      'data:{}\n\n',
      'data: [DONE]\n\n',
      'data: null\n\n',
      'data: []\n\n',
      'event: x\n',
      ': c\n',
      '\ufeff',
      '\u0000',
      '\ud800',
    ),
  ),
});

function mutate(stream: Buffer, changes: readonly Mutation[]): Buffer {
  return changes.reduce((bytes, { place, removed, inserted }) => {
    const start = Math.floor(place * bytes.length);
    return Buffer.concat([bytes.subarray(0, start), Buffer.from(inserted), bytes.subarray(start + removed)]);
  }, stream);
}

function read({ provider, model, basePath }: WireCase, body: Buffer) {
  const answer = () =>
    Promise.resolve(new Response(new Uint8Array(body), { headers: { 'content-type': 'text/event-stream' } }));
  const access = accessTo(`http://127.0.0.1:9${basePath}`, { rawFetch: answer });
  return collect(provider.stream(callOf(model, 'hi'), access, new AbortController().signal));
}

for (const wireCase of wireCases) {
  describe(`a damaged ${wireCase.wire} stream`, () => {
    it('ends in an answer or in an error that says something, never in a crash (fault 28)', async () => {
      await fc.assert(
        fc.asyncProperty(fc.array(mutations, { minLength: 1, maxLength: 4 }), async (changes) => {
          const { error, code, events } = await read(wireCase, mutate(wireCase.stream, changes));
          if (error === undefined) assert.equal(events.at(-1)?.type, 'done');
          else assert.ok(code !== undefined && code !== 'internal', String(error));
        }),
        { numRuns: 500 },
      );
    }).timeout(30_000);
  });
}
