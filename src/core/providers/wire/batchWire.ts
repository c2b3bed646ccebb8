import { PolypromptError } from '../../errors.ts';
import { isJsonObject, type JsonObject } from '../../json.ts';
import type { ProviderAccess } from '../contract/provider.ts';
import { largestAnswer } from './answerBody.ts';
import { boundedAnswer, boundedRefusal, tooLarge } from './boundedBody.ts';
import { httpError } from './httpError.ts';
import { sdkError } from './sdkError.ts';

/** One vendor's batch engine by plain requests. Its SDK is not used, since it would hold whole files in memory. */
export interface BatchWire {
  /** The provider's display name. */
  readonly who: string;
  readonly access: ProviderAccess;
  readonly signal: AbortSignal;
  /** The headers with the key, in the vendor's own way. */
  readonly headers: Readonly<Record<string, string>>;
}

export interface BatchRequest {
  readonly method: 'GET' | 'POST';
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** The body; an object is sent as JSON. */
  readonly body?: JsonObject | Blob | FormData;
}

/** The answer's JSON; undefined for an answer without a body. */
export async function askBatch(wire: BatchWire, request: BatchRequest): Promise<unknown> {
  return inTime(wire, wire.access.timeouts.total, async (signal) => {
    const response = await send(wire, request, signal);
    const text = await boundedAnswer(response, wire.who).text();
    return text.trim() === '' ? undefined : parsed(wire, text);
  });
}

/** The answer's headers, without its body. */
export async function headersOfBatch(wire: BatchWire, request: BatchRequest): Promise<Headers> {
  return inTime(wire, wire.access.timeouts.total, async (signal) => {
    const response = await send(wire, request, signal);
    await response.body?.cancel();
    return response.headers;
  });
}

/** Yields the objects in a file of JSON lines as they arrive: the file is never in memory as a whole. */
export async function* batchLines(wire: BatchWire, url: string): AsyncGenerator<JsonObject> {
  const { total, idle } = wire.access.timeouts;
  const stop = new AbortController();
  const signal = AbortSignal.any([wire.signal, stop.signal]);
  const patient = <Result>(limit: number, work: () => Promise<Result>) =>
    inTime({ ...wire, signal }, limit, work, (late) => stop.abort(late));
  const response = await patient(total, () => send(wire, { method: 'GET', url }, signal));
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  if (!reader) return;
  try {
    let rest = '';
    for (let next = await patient(idle, () => reader.read()); ; next = await patient(idle, () => reader.read())) {
      const lines = (rest + (next.value ?? '')).split('\n');
      rest = next.done ? '' : (lines.pop() ?? '');
      if (rest.length > largestAnswer) throw tooLarge(wire.who);
      for (const line of lines) if (line.trim() !== '') yield objectIn(wire, line);
      if (next.done) return;
    }
  } finally {
    void reader.cancel().catch(() => undefined);
  }
}

/** Does the work unless it takes longer than allowed; everything that is thrown becomes the one error, without the key. */
async function inTime<Result>(
  wire: BatchWire,
  limit: number,
  work: (signal: AbortSignal) => Promise<Result>,
  onLate: (late: PolypromptError) => void = () => {},
): Promise<Result> {
  const { access, who, signal } = wire;
  const late = new PolypromptError('timeout-first-byte', `${who} did not answer in time.`);
  const stop = new AbortController();
  const cancel = access.clock.after(limit, () => {
    stop.abort(late);
    onLate(late);
  });
  try {
    signal.throwIfAborted();
    return await work(AbortSignal.any([signal, stop.signal]));
  } catch (error) {
    if (stop.signal.aborted) throw late;
    if (signal.aborted) throw signal.reason;
    const { baseUrl, key, secrets, clock } = access;
    throw sdkError(error, { who, baseUrl, key, secrets, wallTime: clock.wallTime() });
  } finally {
    cancel();
  }
}

async function send(wire: BatchWire, request: BatchRequest, signal: AbortSignal): Promise<Response> {
  const { access, who } = wire;
  const { body, method, url } = request;
  const isBytes = body instanceof Blob || body instanceof FormData;
  const type: Record<string, string> = body === undefined || isBytes ? {} : { 'content-type': 'application/json' };
  const response = await access.fetch(url, {
    method,
    headers: { ...wire.headers, ...type, ...request.headers },
    signal,
    ...(body === undefined ? {} : { body: isBytes ? body : JSON.stringify(body) }),
  });
  if (response.ok) return response;
  const { status, headers: answered } = response;
  throw httpError({
    who,
    status,
    body: await boundedRefusal(response).text(),
    headers: answered,
    wallTime: access.clock.wallTime(),
  });
}

function objectIn(wire: BatchWire, line: string): JsonObject {
  const value = parsed(wire, line);
  return isJsonObject(value) ? value : {};
}

function parsed({ who }: BatchWire, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new PolypromptError('unexpected-response', `${who} sent something that is not JSON.`);
  }
}
