import type { Clock } from '../../environment.ts';
import { PolypromptError } from '../../errors.ts';
import { isJsonObject, type JsonObject } from '../../json.ts';
import { type ServerSentEvent, ServerSentEvents } from './serverSentEvents.ts';
import { StreamedError } from './streamedError.ts';

/** The most characters of text and reasoning in one answer. */
export const largestAnswer = 100_000_000;

/** The time in milliseconds for which the rest of a finished answer is read, so that the connection can serve the next request. */
const drainMs = 1000;

/** The chunks in one piece of an answer's body, and the end that follows them. */
export interface BodyPiece {
  readonly chunks: readonly JsonObject[];
  /** The failure that followed the chunks, to be thrown once they have been read. */
  readonly failure?: unknown;
  /** True when nothing of the answer follows. */
  readonly isLast: boolean;
}

/** The body of a streamed answer, read as JSON chunks. */
export class AnswerBody {
  readonly #reader: ReadableStreamDefaultReader<Uint8Array>;
  readonly #events = new ServerSentEvents();
  #hasEnded = false;
  #bytes = 0;
  /** The text of an answer that is JSON and no stream, whatever its label says; undefined until the first bytes have come. */
  #json: string | false | undefined;
  readonly #decoder = new TextDecoder();

  constructor(body: ReadableStream<Uint8Array>) {
    this.#reader = body.getReader();
  }

  /** The number of bytes that were read so far, after unpacking. */
  get bytes(): number {
    return this.#bytes;
  }

  read(): Promise<BodyPiece> {
    return this.#reader.read().then(({ done, value }) => {
      this.#bytes += value?.length ?? 0;
      if (!done) return this.#holdJson(value) ?? piece(this.#events.add(value), false);
      this.#hasEnded = true;
      if (this.#json) return piece([{ name: '', data: this.#json }], true);
      const last = this.#events.end();
      return piece(last ? [last] : [], true);
    });
  }

  /** Keeps an answer that begins with a bracket until it is whole: no stream of events begins so. */
  #holdJson(bytes: Uint8Array): BodyPiece | undefined {
    if (this.#json === undefined && !isBlank(bytes)) this.#json = beginsJson(bytes) ? '' : false;
    if (this.#json === undefined || this.#json === false) return undefined;
    this.#json += this.#decoder.decode(bytes, { stream: true });
    if (this.#json.length <= largestAnswer) return { chunks: [], isLast: false };
    const failure = new PolypromptError('too-large', 'The answer is larger than 100 MB; it was stopped.');
    return { chunks: [], failure, isLast: true };
  }

  /** Reads on to the end without anyone waiting for it, but not for long. */
  drain(clock: Clock): void {
    if (this.#hasEnded) return;
    const giveUp = clock.after(drainMs, () => this.cancel());
    const readOn = async () => {
      while (!(await this.#reader.read()).done);
    };
    void readOn()
      .catch(() => undefined)
      .finally(giveUp);
  }

  cancel(): void {
    void this.#reader.cancel().catch(() => undefined);
  }
}

function beginsJson(bytes: Uint8Array): boolean {
  const first = bytes.find((byte) => byte > 0x20);
  return first === 0x7b || first === 0x5b;
}

function isBlank(bytes: Uint8Array): boolean {
  return bytes.every((byte) => byte <= 0x20);
}

function piece(events: readonly ServerSentEvent[], isEnd: boolean): BodyPiece {
  const chunks: JsonObject[] = [];
  for (const { name, data } of events) {
    if (data === '[DONE]') return { chunks, isLast: true };
    try {
      const chunk: unknown = JSON.parse(data);
      if (name === 'error') throw new StreamedError(isJsonObject(chunk) ? (chunk['error'] ?? chunk) : chunk);
      chunks.push(...(Array.isArray(chunk) ? chunk : [chunk]).filter(isJsonObject));
    } catch (failure) {
      return { chunks, failure, isLast: true };
    }
  }
  return { chunks, isLast: isEnd };
}
