import type { Fetch } from '../../environment.ts';
import { PolypromptError } from '../../errors.ts';
import type { ModelEvent, ModelWarning } from '../../messages.ts';
import type { ProviderAccess } from '../contract/provider.ts';
import { AnswerBody, type BodyPiece, largestAnswer } from './answerBody.ts';
import { AnswerEnd } from './answerEnd.ts';
import { tooLarge } from './boundedBody.ts';
import { litellmServing } from './litellmHeaders.ts';
import { refusedByFilter, sdkError } from './sdkError.ts';
import type { StreamReader } from './streamReader.ts';
import { withTimeouts } from './timeouts.ts';
import { type WatchedFetch, watchFetch } from './watchedFetch.ts';

/** One call to one vendor: the request is mapped already, and `send` sends it. */
export interface Wire {
  /** The provider's display name. */
  readonly who: string;
  readonly model: string;
  readonly access: ProviderAccess;
  readonly signal: AbortSignal;
  readonly warnings: readonly ModelWarning[];
  readonly reader: StreamReader;
  /** Settles once the answer's headers are there. The body is read here, since the SDKs take several times as long for that. */
  send(fetch: Fetch): Promise<unknown>;
}

/**
 * The one place where a vendor's stream becomes ours: it bounds time and size, notices a stop at once, requires the end marker, and turns
 * every failure into a `PolypromptError`.
 */
export async function* streamWire(wire: Wire): AsyncGenerator<ModelEvent> {
  const { access, signal, reader } = wire;
  for (const warning of wire.warnings) yield { type: 'warning', warning };
  const watched = watchFetch(access.fetch, wire.who, 'stream');
  const end = new AnswerEnd(wire.who);
  try {
    const limits = { ...access, signal, who: wire.who, isContent: (piece: Piece) => piece.isContent };
    for await (const { events } of withTimeouts((stop) => new Answer(wire, watched, stop), limits)) {
      for (const event of events) {
        if (signal.aborted) throw signal.reason;
        end.note(event);
        yield event;
      }
    }
  } catch (error) {
    if (signal.aborted) throw signal.reason;
    // A connection that breaks after the end marker takes nothing away from the answer.
    if (!reader.ending) {
      yield* usageOf(reader);
      const filter = refusedByFilter(error);
      if (filter === undefined) throw failureOf(error, wire, watched);
      return yield { type: 'done', finishReason: 'content-filter', rawFinishReason: filter };
    }
  }
  for (const event of reader.flush()) {
    end.note(event);
    yield event;
  }
  yield* usageOf(reader);
  if (!reader.ending) throw new PolypromptError('incomplete', `The answer of ${wire.who} broke off before its end.`);
  const ending = { ...reader.ending, ...litellmServing(watched.headers, wire.model) };
  yield end.eventOf(ending, requestIdOf(watched));
}

/** The events of one piece of an answer, as it came over the network. */
interface Piece {
  readonly events: readonly ModelEvent[];
  readonly isContent: boolean;
}

/** Reads a vendor's answer piece by piece; nothing is sent before the first piece is asked for. */
class Answer implements AsyncIterableIterator<Piece> {
  readonly #wire: Wire;
  readonly #watched: WatchedFetch;
  readonly #signal: AbortSignal;
  #body: AnswerBody | undefined;
  /** The failure that ends the stream once the events before it have been taken. */
  #failure: { readonly thrown: unknown } | undefined;
  #isOver = false;
  #size = 0;
  /** The number of bytes up to the last content. Behind it may come a line without an end, or events that say nothing. */
  #bytesOfContent = 0;

  constructor(wire: Wire, watched: WatchedFetch, signal: AbortSignal) {
    this.#wire = wire;
    this.#watched = watched;
    this.#signal = signal;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  async next(): Promise<IteratorResult<Piece, undefined>> {
    this.#body ??= await this.#open();
    while (!this.#isOver) {
      if (this.#failure) throw this.#failure.thrown;
      const piece = this.#take(await this.#body.read());
      if (piece.events.length > 0 || piece.isContent) return { done: false, value: piece };
    }
    return { done: true, value: undefined };
  }

  return(): Promise<IteratorResult<Piece, undefined>> {
    this.#body?.cancel();
    return Promise.resolve({ done: true, value: undefined });
  }

  async #open(): Promise<AnswerBody> {
    // The SDK has no signal of its own to pass on, which is one link less in every request. Loading it takes a moment, and a stop in
    // that moment must not open a socket any more.
    const fetch: Fetch = async (input, init) => {
      this.#signal.throwIfAborted();
      return this.#watched.fetch(input, { ...init, signal: this.#signal });
    };
    await this.#wire.send(fetch);
    if (this.#watched.headers) this.#wire.reader.readHeaders?.(this.#watched.headers);
    return new AnswerBody(this.#watched.body ?? new ReadableStream({ start: (controller) => controller.close() }));
  }

  #take({ chunks, failure, isLast }: BodyPiece): Piece {
    const { reader, access } = this.#wire;
    const events: ModelEvent[] = [];
    let isContent = false;
    try {
      for (const chunk of chunks) {
        isContent ||= reader.isContent(chunk);
        for (const event of reader.read(chunk)) events.push(this.#weighed(event));
        if (reader.isOver) break;
      }
      const { bytes = 0 } = this.#body ?? {};
      if (isContent) this.#bytesOfContent = bytes;
      if (bytes - this.#bytesOfContent > largestAnswer) throw tooLarge(this.#wire.who);
      if (failure !== undefined && !reader.isOver) throw failure;
      this.#isOver = reader.isOver || isLast;
      if (this.#isOver) this.#body?.drain(access.clock);
    } catch (thrown) {
      this.#failure = { thrown };
    }
    return { events, isContent };
  }

  #weighed(event: ModelEvent): ModelEvent {
    if (event.type === 'text' || event.type === 'reasoning') this.#size += event.text.length;
    if (this.#size <= largestAnswer) return event;
    throw tooLarge(this.#wire.who);
  }
}

function* usageOf(reader: StreamReader): Generator<ModelEvent> {
  if (reader.usage) yield { type: 'usage', usage: reader.usage };
}

function failureOf(error: unknown, wire: Wire, watched: WatchedFetch): PolypromptError {
  const { who, model, access, reader } = wire;
  const { baseUrl, key, secrets, clock } = access;
  const failure = sdkError(error, {
    who,
    model,
    baseUrl,
    key,
    secrets,
    headers: watched.headers,
    wallTime: clock.wallTime(),
  });
  const hadBegun = reader.hasBegun && failure.code === 'connection-failed';
  return hadBegun
    ? new PolypromptError('incomplete', `The answer of ${who} broke off: the connection was lost.`)
    : failure;
}

function requestIdOf(watched: WatchedFetch): string | undefined {
  return watched.headers?.get('x-request-id') ?? watched.headers?.get('request-id') ?? undefined;
}
