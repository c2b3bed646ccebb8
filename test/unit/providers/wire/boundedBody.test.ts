import assert from 'node:assert/strict';
import { boundedRefusal } from '../../../../src/core/providers/wire/boundedBody.ts';

const limit = 1_000_000;

/** A body of pieces of so many bytes, and whether it was given up. */
function bodyOf(...sizes: readonly number[]) {
  const pieces = sizes.map((size) => new Uint8Array(size));
  const seen = { isCancelled: false };
  const body = new ReadableStream<Uint8Array>({
    pull: (controller) => {
      const piece = pieces.shift();
      if (piece) controller.enqueue(piece);
      else controller.close();
    },
    cancel: () => {
      seen.isCancelled = true;
    },
  });
  return { body, seen };
}

describe('the body of a refusal', () => {
  for (const [name, sizes, read, isCancelled] of [
    ['is read whole up to its limit', [limit - 1, 1], limit, false],
    ['is cut at its limit, and the rest is not asked for', [limit - 1, 2, 1, 1], limit, true],
    ['is cut where a piece ends at its limit, and the rest is not asked for', [limit - 1, 1, 5, 5], limit, true],
    ['is read whole where it is shorter', [10, 20], 30, false],
  ] as const)
    it(name, async () => {
      const { body, seen } = bodyOf(...sizes);
      const refusal = boundedRefusal(new Response(body, { status: 400 }));
      assert.equal((await refusal.arrayBuffer()).byteLength, read);
      assert.deepEqual([refusal.status, seen.isCancelled], [400, isCancelled]);
    });
});
