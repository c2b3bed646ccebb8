import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { AnswerBody, type BodyPiece } from '../../../../src/core/providers/wire/answerBody.ts';
import { StreamedError } from '../../../../src/core/providers/wire/streamedError.ts';
import { FakeClock } from '../../../support/fakeClock.ts';

/** A body that sends these pieces and then stays open. */
function openBody(...pieces: readonly string[]) {
  let wasCancelled = false;
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      for (const text of pieces) controller.enqueue(new TextEncoder().encode(text));
    },
    cancel() {
      wasCancelled = true;
    },
  });
  return { body: new AnswerBody(body), wasCancelled: () => wasCancelled };
}

function readOne(text: string): Promise<BodyPiece> {
  return openBody(text).body.read();
}

describe('AnswerBody', () => {
  it('gives the chunks of a piece, objects only', async () => {
    assert.deepEqual(await readOne('data: {"a":1}\n\ndata: null\n\ndata: [2]\n\ndata: {"a":3}\n\n'), {
      chunks: [{ a: 1 }, { a: 3 }],
      isLast: false,
    });
  });

  it('ends at the end marker', async () => {
    assert.deepEqual(await readOne('data: {"a":1}\n\ndata: [DONE]\n\ndata: {"a":2}\n\n'), {
      chunks: [{ a: 1 }],
      isLast: true,
    });
  });

  it('keeps what came before something unreadable', async () => {
    const { chunks, failure } = await readOne('data: {"a":1}\n\ndata: {"a\n\ndata: {"a":2}\n\n');
    assert.deepEqual(chunks, [{ a: 1 }]);
    assert.ok(failure instanceof SyntaxError);
  });

  it('takes an event that is named an error for one, with what is inside of it', async () => {
    const { failure } = await readOne('event: error\ndata: {"error":{"code":"overloaded"}}\n\n');
    assert.ok(failure instanceof StreamedError);
    assert.deepEqual(failure.error, { code: 'overloaded' });
  });

  it('reads on after the answer for a second, then lets go of the connection', async () => {
    const clock = new FakeClock();
    const { body, wasCancelled } = openBody('data: [DONE]\n\n');
    await body.read();
    body.drain(clock);
    await clock.advance(999);
    assert.equal(wasCancelled(), false);
    await clock.advance(1);
    assert.deepEqual([wasCancelled(), clock.pending], [true, 0]);
  });
});
