import type { Fetch } from '../environment.ts';
import { PolypromptError } from '../errors.ts';
import { isJsonObject } from '../json.ts';
import type { ModelEvent, ModelWarning } from '../messages.ts';
import type { ProviderAccess } from './provider.ts';
import { refusedByFilter, sdkError } from './sdkError.ts';
import type { StreamReader } from './streamReader.ts';
import { withTimeouts } from './timeouts.ts';
import { type WatchedFetch, watchFetch } from './watchedFetch.ts';

/** Characters of text and reasoning in one answer. */
const largestAnswer = 100_000_000;

/** One call to one vendor: the request is mapped already, `open` sends it by the vendor's SDK. */
export interface Wire {
  /** The provider's display name. */
  readonly who: string;
  readonly model: string;
  readonly access: ProviderAccess;
  readonly signal: AbortSignal;
  readonly warnings: readonly ModelWarning[];
  readonly reader: StreamReader;
  open(fetch: Fetch, signal: AbortSignal): Promise<AsyncIterable<unknown>>;
}

/**
 * The one place where a vendor's stream becomes ours: it bounds time and size, notices a stop at once, requires the end marker, and
 * turns every failure into a `PolypromptError`.
 */
export async function* streamWire(wire: Wire): AsyncGenerator<ModelEvent> {
  const { access, signal, reader } = wire;
  for (const warning of wire.warnings) yield { type: 'warning', warning };
  const watched = watchFetch(access.fetch, wire.who, 'stream');
  try {
    yield* readChunks(wire, watched);
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
  yield* reader.flush();
  yield* usageOf(reader);
  if (!reader.ending) throw new PolypromptError('incomplete', `The answer of ${wire.who} broke off before its end.`);
  const requestId = reader.ending.requestId ?? requestIdOf(watched);
  yield { type: 'done', ...reader.ending, ...(requestId === undefined ? {} : { requestId }) };
}

async function* readChunks(wire: Wire, watched: WatchedFetch): AsyncGenerator<ModelEvent> {
  const { access, reader, signal } = wire;
  const { timeouts, clock } = access;
  const limits = {
    timeouts,
    clock,
    signal,
    who: wire.who,
    isContent: (chunk: unknown) => isJsonObject(chunk) && reader.isContent(chunk),
  };
  let size = 0;
  for await (const chunk of withTimeouts((stop) => openLater(wire, watched, stop), limits)) {
    if (!isJsonObject(chunk)) continue;
    for (const event of reader.read(chunk)) {
      if (event.type === 'text' || event.type === 'reasoning') size += event.text.length;
      if (size > largestAnswer)
        throw new PolypromptError('too-large', `The answer of ${wire.who} is larger than 100 MB; it was stopped.`);
      yield event;
    }
    if (reader.isOver) return;
  }
}

async function* openLater(wire: Wire, watched: WatchedFetch, signal: AbortSignal): AsyncGenerator<unknown> {
  // Loading an SDK takes a moment; a stop in that moment must not open a socket any more.
  const fetch: Fetch = async (input, init) => {
    signal.throwIfAborted();
    return watched.fetch(input, init);
  };
  yield* await wire.open(fetch, signal);
}

function* usageOf(reader: StreamReader): Generator<ModelEvent> {
  if (reader.usage) yield { type: 'usage', usage: reader.usage };
}

function failureOf(error: unknown, wire: Wire, watched: WatchedFetch): PolypromptError {
  const { who, model, access, reader } = wire;
  const { baseUrl, key, clock } = access;
  const failure = sdkError(error, { who, model, baseUrl, key, headers: watched.headers, wallTime: clock.wallTime() });
  const hadBegun = reader.hasBegun && failure.code === 'connection-failed';
  return hadBegun
    ? new PolypromptError('incomplete', `The answer of ${who} broke off: the connection was lost.`)
    : failure;
}

function requestIdOf(watched: WatchedFetch): string | undefined {
  return watched.headers?.get('x-request-id') ?? watched.headers?.get('request-id') ?? undefined;
}
