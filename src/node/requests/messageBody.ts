import type { IncomingMessage } from 'node:http';
import { pipeline, type Readable, type Transform } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';

const unpackers: Readonly<Record<string, () => Transform>> = {
  gzip: createGunzip,
  'x-gzip': createGunzip,
  deflate: createInflate,
  br: createBrotliDecompress,
};

/** The encodings that a server may use, as the header lists them. */
export const acceptedEncodings = 'gzip, deflate, br';

/**
 * The body of an answer of Node's own client, unpacked. Nothing is taken from the connection before somebody reads, and then everything
 * that has come. An abort ends the body with its reason.
 */
export function messageBody(message: IncomingMessage, signal: AbortSignal | undefined): ReadableStream<Uint8Array> {
  return new ReadableStream(new MessageBody(message, signal), { highWaterMark: 0 });
}

/** The source of the stream that gives the body. */
class MessageBody {
  readonly #message: IncomingMessage;
  readonly #unpacked: Readable;
  readonly #signal: AbortSignal | undefined;
  #isWanted = false;
  #isOver = false;

  constructor(message: IncomingMessage, signal: AbortSignal | undefined) {
    this.#message = message;
    this.#unpacked = unpacked(message);
    this.#signal = signal;
  }

  start(controller: ReadableStreamDefaultController<Uint8Array>): void {
    const stop = () => this.#endWith(() => controller.error(this.#signal?.reason));
    const end = (act: () => void) => {
      this.#signal?.removeEventListener('abort', stop);
      this.#endWith(act);
    };
    this.#signal?.addEventListener('abort', stop, { once: true });
    this.#unpacked.on('readable', () => this.#give(controller));
    this.#unpacked.once('end', () => end(() => controller.close()));
    // This is fetch's own wording for a broken connection.
    this.#unpacked.once('error', (cause) => end(() => controller.error(new TypeError('terminated', { cause }))));
  }

  pull(controller: ReadableStreamDefaultController<Uint8Array>): void {
    this.#isWanted = true;
    this.#give(controller);
  }

  cancel(): void {
    this.#endWith(() => this.#message.destroy());
  }

  #give(controller: ReadableStreamDefaultController<Uint8Array>): void {
    const chunk: unknown = this.#isWanted && !this.#isOver ? this.#unpacked.read() : undefined;
    if (!(chunk instanceof Uint8Array)) return;
    this.#isWanted = false;
    controller.enqueue(chunk);
  }

  #endWith(act: () => void): void {
    if (this.#isOver) return;
    this.#isOver = true;
    act();
  }
}

function unpacked(message: IncomingMessage): Readable {
  const codings = (message.headers['content-encoding'] ?? '').toLowerCase().split(',');
  let source: Readable = message;
  // The encoding that was applied last is named last.
  for (const coding of codings.toReversed()) {
    const unpacker = unpackers[coding.trim()];
    // The last stream reports how the body ends.
    if (unpacker) source = pipeline(source, unpacker(), () => undefined);
  }
  return source;
}
