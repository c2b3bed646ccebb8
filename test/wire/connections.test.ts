import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { accessTo, callOf } from '../support/access.ts';
import { collect } from '../support/collect.ts';
import { FakeClock } from '../support/fakeClock.ts';
import { type WireCase, wireCases } from './wireCases.ts';

/** What became of the body of an answer, and of the signal that its request went out with. */
interface Connection {
  readonly signal: AbortSignal | null | undefined;
  readonly pieces: number;
  readonly wasCancelled: boolean;
}

/** Reads the recorded answer of a wire, behind which its server sends so many more pieces and then ends, or does not. */
async function readOn({ provider, model, basePath, stream }: WireCase, more: number, clock: FakeClock) {
  const connection = { pieces: 0, wasCancelled: false };
  let signal: AbortSignal | null | undefined;
  const body = new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        controller.enqueue(connection.pieces === 0 ? stream : new TextEncoder().encode(': more\n\n'));
        if (connection.pieces++ === more) controller.close();
      },
      cancel() {
        connection.wasCancelled = true;
      },
    },
    { highWaterMark: 0 },
  );
  const rawFetch = (_input: unknown, init?: RequestInit) => {
    signal = init?.signal;
    return Promise.resolve(new Response(body, { headers: { 'content-type': 'text/event-stream' } }));
  };
  const access = accessTo(`http://127.0.0.1:9${basePath}`, { rawFetch, clock });
  const { events } = await collect(provider.stream(callOf(model, 'hi'), access, new AbortController().signal));
  assert.equal(events.at(-1)?.type, 'done');
  return (): Connection => ({ ...connection, signal });
}

for (const wireCase of wireCases) {
  describe(`the connection of ${wireCase.provider.name}`, () => {
    it('is read to its end behind the answer, so that it can serve the next request', async () => {
      const clock = new FakeClock();
      const connection = await readOn(wireCase, 3, clock);
      await clock.advance(0);
      assert.equal(connection().pieces, 4);
      assert.deepEqual([connection().wasCancelled, connection().signal?.aborted, clock.pending], [false, false, 0]);
    });
  });
}
