import { PolypromptError } from '../../errors.ts';
import { largestAnswer } from './answerBody.ts';

/** The most bytes of an error's body that are read, since its message stands at the beginning. */
const largestError = 1_000_000;

/** The answer with a body that fails with `too-large` after 100 MB, counted after unpacking. */
export function boundedAnswer(response: Response, who: string): Response {
  return withBody(response, (body) => bounded(body, largestAnswer, () => tooLarge(who)));
}

/** The refusal with a body that ends after 1 MB. */
export function boundedRefusal(response: Response): Response {
  return withBody(response, (body) => bounded(body, largestError, () => undefined));
}

/** The error for an answer of more than 100 MB. */
export function tooLarge(who: string): PolypromptError {
  return new PolypromptError('too-large', `The answer of ${who} is larger than 100 MB; it was stopped.`);
}

type Body = ReadableStream<Uint8Array>;

function withBody(response: Response, change: (body: Body) => Body): Response {
  if (!response.body) return response;
  const { status, statusText, headers } = response;
  // The body is unpacked already.
  const described = new Headers(headers);
  described.delete('content-encoding');
  described.delete('content-length');
  return new Response(change(response.body), { status, statusText, headers: described });
}

/** A body that ends at a limit; the stream then fails with the error that `onMore` gives, or just ends. */
function bounded(body: Body, limit: number, onMore: () => PolypromptError | undefined): Body {
  const reader = body.getReader();
  let left = limit;
  return new ReadableStream<Uint8Array>(
    {
      pull: async (controller) => {
        const { done, value } = await reader.read();
        if (done) return controller.close();
        if (value.length > left) void reader.cancel().catch(() => undefined);
        const failure = value.length > left ? onMore() : undefined;
        if (failure) return controller.error(failure);
        controller.enqueue(value.subarray(0, left));
        if (value.length > left) controller.close();
        left -= value.length;
      },
      cancel: (reason) => reader.cancel(reason),
    },
    { highWaterMark: 0 },
  );
}
