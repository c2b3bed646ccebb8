import type { Fetch } from '../environment.ts';
import { PolypromptError } from '../errors.ts';
import type { HeaderReader } from './retryAfter.ts';

const longestRead = 64_000;

/** A fetch that remembers the last answer's headers, which not every SDK shows. */
export interface WatchedFetch {
  readonly fetch: Fetch;
  readonly headers: HeaderReader | undefined;
}

/** `expects: 'stream'` also refuses answers that cannot be an event stream, which the SDKs would read as an empty one. */
export function watchFetch(fetch: Fetch, who: string, expects: 'stream' | 'json'): WatchedFetch {
  let headers: Headers | undefined;
  const watched: Fetch = async (input, init) => {
    const response = await fetch(input, init);
    headers = response.headers;
    if (!response.ok) return response;
    const type = mediaType(response);
    if (type === 'text/html') throw await pageInstead(response, who);
    return expects === 'stream' && type === 'application/json' ? streamFromJson(response, who) : response;
  };
  return {
    fetch: watched,
    get headers() {
      return headers;
    },
  };
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

/** JSON where a stream was asked for: an error with a good status, or a server that cannot stream. Mislabelled streams pass. */
async function streamFromJson(response: Response, who: string): Promise<Response> {
  const text = await response.text();
  const { status, headers } = response;
  if (!text.trimStart().startsWith('{') && !text.trimStart().startsWith('['))
    return new Response(text, { status, headers });
  if (hasError(text)) return new Response(text, { status: 500, headers: withoutRetry(headers) });
  throw new PolypromptError('unexpected-response', `${who} answered in one piece instead of streaming.`, {
    status,
    hint: 'Check the address: this server does not stream.',
  });
}

function hasError(text: string): boolean {
  return /^\s*(?:\[\s*)?\{\s*"(?:error|type"\s*:\s*"error|code|message|object"\s*:\s*"error)"/.test(
    text.slice(0, longestRead),
  );
}

function withoutRetry(headers: Headers): Headers {
  const kept = new Headers(headers);
  kept.delete('content-length');
  kept.delete('content-encoding');
  return kept;
}
