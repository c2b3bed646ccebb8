import type { Fetch } from '../../environment.ts';
import { PolypromptError } from '../../errors.ts';
import { isJsonObject } from '../../json.ts';
import { boundedAnswer, boundedRefusal } from './boundedBody.ts';
import { httpError } from './httpError.ts';
import type { HeaderReader } from './retryAfter.ts';

/** A fetch that remembers the last answer's headers and stream, which not every SDK shows. */
export interface WatchedFetch {
  readonly fetch: Fetch;
  readonly headers: HeaderReader | undefined;
  /** The body of a good answer where a stream was expected; undefined otherwise. */
  readonly body: ReadableStream<Uint8Array> | undefined;
}

/**
 * Watches a fetch. With `expects: 'stream'` it also refuses answers that cannot be an event stream, which the SDKs would read as an empty
 * one.
 */
export function watchFetch(fetch: Fetch, who: string, expects: 'stream' | 'json'): WatchedFetch {
  let headers: Headers | undefined;
  let body: ReadableStream<Uint8Array> | undefined;
  const watched: Fetch = async (input, init) => {
    const response = await fetch(input, { ...init, headers: ownHeaders(init?.headers) });
    headers = response.headers;
    if (!response.ok) return honestlyLabelled(boundedRefusal(response));
    const type = mediaType(response);
    if (type === 'text/html') throw await pageInstead(response, who);
    if (expects === 'json') return boundedAnswer(response, who);
    const stream = type === 'application/json' ? await streamFromJson(boundedAnswer(response, who), who) : response;
    body = stream.body ?? undefined;
    return stream;
  };
  return {
    fetch: watched,
    get headers() {
      return headers;
    },
    get body() {
      return body;
    },
  };
}

const ownHeader =
  /^(?:accept|content-type|user-agent|authorization|api-key|x-api-key|anthropic-(?:version|beta)|x-goog-api-(?:key|client))$/;

/**
 * The headers without those that the SDKs add. They would send the contents of `OPENAI_CUSTOM_HEADERS` and similar variables to any
 * address: secrets of one server to another. Their facts about this machine (`x-stainless-os` and seven more) stay here as well; sending
 * them took a tenth of a small request's time.
 */
function ownHeaders(headers: RequestInit['headers']): [string, string][] {
  return [...(headers instanceof Headers ? headers : new Headers(headers))].filter(([name]) => ownHeader.test(name));
}

/** The response with a label that fits its body: Google's SDK loses the status of an error whose body is labelled JSON and is none. */
async function honestlyLabelled(response: Response): Promise<Response> {
  const { status, statusText, headers } = response;
  if (mediaType(response) !== 'application/json') return response;
  const text = await response.text();
  const labels = new Headers(headers);
  if (parsed(text) === undefined) labels.set('content-type', 'text/plain');
  return new Response(text, { status, statusText, headers: labels });
}

function mediaType(response: Response): string {
  return (response.headers.get('content-type') ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
}

async function pageInstead(response: Response, who: string): Promise<PolypromptError> {
  await response.body?.cancel();
  const host = URL.canParse(response.url) ? ` from ${new URL(response.url).host}` : '';
  return new PolypromptError('unexpected-response', `Not an answer of ${who} but a web page (text/html${host}).`, {
    status: response.status,
  });
}

/**
 * Handles JSON where a stream was asked for: an error with a good status is thrown, and a whole answer becomes the one event of a stream.
 * Streams with a wrong label pass.
 */
async function streamFromJson(response: Response, who: string): Promise<Response> {
  const text = await response.text();
  const { status, headers } = response;
  const body = parsed(text);
  if (body === undefined) return new Response(text, { status, headers });
  if (isComplaint(body)) throw httpError({ who, status: undefined, body, headers, wallTime: Number.NaN });
  // No text within JSON holds a bare line end, so one event can carry it as it was written.
  if (isAnswer(body)) return new Response(`data: ${text.replaceAll(/[\r\n]+/g, ' ')}\n\n`, { status, headers });
  throw new PolypromptError(
    'unexpected-response',
    `${who} answered with JSON that is neither an answer nor an error.`,
    {
      status,
      hint: 'Check the address: this is no answer of a model.',
    },
  );
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** True for a whole answer of any wire, by the fields that it has; Google's comes as a list of its pieces. */
function isAnswer(body: unknown): boolean {
  const first: unknown = Array.isArray(body) ? body[0] : body;
  return isJsonObject(first) && ['choices', 'candidates', 'output', 'content'].some((key) => Array.isArray(first[key]));
}

function isComplaint(body: unknown): boolean {
  const first: unknown = Array.isArray(body) ? body[0] : body;
  if (!isJsonObject(first)) return false;
  const { error, type, object, message } = first;
  return Boolean(error) || type === 'error' || object === 'error' || typeof message === 'string';
}
