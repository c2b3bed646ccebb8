import type { Fetch } from './environment.ts';
import { PolypromptError } from './errors.ts';

const maxRedirects = 3;

/** The one origin that may be talked to, and whether a key goes with it. */
export interface FetchGuard {
  /** The origin, for example `https://api.openai.com`. */
  readonly origin: string;
  readonly key?: string | undefined;
  /** Headers that are set on every request, over others of the same name. */
  readonly headers?: Readonly<Record<string, string>>;
  /** True when a header holds a secret. */
  readonly hasSecrets?: boolean;
}

/**
 * A fetch that talks to one origin only. Another origin is refused before a socket opens; redirects are followed inside the
 * origin and refused outside it; a key never travels over plain http except to this machine.
 */
export function guardFetch(fetch: Fetch, guard: FetchGuard): Fetch {
  const check = checker(guard);
  return async (input, init) => {
    let address = check(input);
    const own = input instanceof Request ? await requestInit(input) : {};
    let request: RequestInit = withHeaders({ ...own, ...init, redirect: 'manual' }, guard);
    for (let redirects = 0; ; redirects++) {
      const response = await fetch(address, request);
      if (!isRedirect(response)) return response;
      await response.body?.cancel();
      if (redirects === maxRedirects) throw tooManyRedirects(address);
      address = redirectTarget(response, address, guard);
      request = redirectedRequest(request, response.status, address);
    }
  };
}

/** True for the names and numbers by which a machine calls itself. */
export function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(hostname);
}

/** The origin of a base address; undefined when it is not an http(s) address or hides a user name in it. */
export function originOf(address: string): string | undefined {
  return plainUrl(address)?.origin;
}

function plainUrl(address: string): URL | undefined {
  const url = URL.parse(address);
  if (!url || (url.protocol !== 'https:' && url.protocol !== 'http:')) return undefined;
  return url.username || url.password ? undefined : url;
}

/** Checks addresses. The last one is remembered, since thousands of requests in a row go to the same. */
function checker(guard: FetchGuard): (input: string | URL | Request) => URL {
  let last: { readonly text: string; readonly url: URL } | undefined;
  return (input) => {
    const text = typeof input === 'string' ? input : input instanceof URL ? input.href : input.url;
    if (last?.text !== text) last = { text, url: checkedAddress(text, guard) };
    return last.url;
  };
}

function checkedAddress(text: string, guard: FetchGuard): URL {
  const url = plainUrl(text);
  if (url?.origin !== guard.origin) {
    const place = url?.origin ?? 'an address with a user name, or not http';
    throw new PolypromptError(
      'key-origin-mismatch',
      `A request to ${place} was stopped: only ${guard.origin} is allowed.`,
    );
  }
  if ((guard.key !== undefined || guard.hasSecrets) && url.protocol === 'http:' && !isLoopback(url.hostname)) {
    throw new PolypromptError(
      'key-origin-mismatch',
      `The key was not sent to ${url.origin}: the connection is not encrypted.`,
      {
        hint: 'Use an https address; plain http is only allowed on this machine.',
      },
    );
  }
  return url;
}

function withHeaders(request: RequestInit, { headers = {} }: FetchGuard): RequestInit {
  const own = Object.entries(headers);
  if (own.length === 0) return request;
  const all = new Headers(request.headers);
  for (const [name, value] of own) all.set(name, value);
  return { ...request, headers: all };
}

async function requestInit(input: Request): Promise<RequestInit> {
  const { method, headers, signal } = input;
  return { method, headers, signal, ...(input.body ? { body: await input.text() } : {}) };
}

function isRedirect(response: Response): boolean {
  return response.type === 'opaqueredirect' || [301, 302, 303, 307, 308].includes(response.status);
}

function redirectTarget(response: Response, from: URL, guard: FetchGuard): URL {
  const location = response.headers.get('location');
  const target = location !== null && URL.canParse(location, from.href) ? new URL(location, from.href) : undefined;
  if (!target) throw new PolypromptError('redirect-refused', `${from.origin} redirects, but does not say where.`);
  if (originOf(target.href) === guard.origin) return target;
  throw new PolypromptError(
    'redirect-refused',
    `${from.origin} redirects to ${target.origin}; nothing was sent there.`,
  );
}

function tooManyRedirects(from: URL): PolypromptError {
  return new PolypromptError('redirect-refused', `${from.origin} redirects more than ${maxRedirects} times.`);
}

/** The request at the new address: 303 asks for a plain GET, and the others for the same request at another path (a POST stays a POST). */
function redirectedRequest(request: RequestInit, status: number, target: URL): RequestInit {
  if (status === 303) {
    const { body: _sent, ...rest } = request;
    return { ...rest, method: 'GET' };
  }
  if (request.body === undefined || request.body === null || typeof request.body === 'string') return request;
  throw new PolypromptError('redirect-refused', `${target.origin} redirects a request that cannot be sent twice.`);
}
