import { type ClientRequest, Agent as HttpAgent, request as httpRequest } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import { urlToHttpOptions } from 'node:url';
import type { Fetch } from '../../core/environment.ts';
import { HttpResponse } from './httpResponse.ts';
import { acceptedEncodings } from './messageBody.ts';

/** Milliseconds that an unused connection stays open. Many servers close theirs after five seconds. */
const idleMs = 4000;
/** Milliseconds after which a connection must have been made. */
const connectMs = 10_000;

interface TextRequest {
  readonly url: URL;
  readonly method: string;
  readonly headers: RequestInit['headers'];
  readonly body: string;
  readonly signal: AbortSignal | undefined;
}

/**
 * Sends requests whose body is a text with Node's own client, which takes less than half the time and the memory of `fetch`. Redirects are
 * left to callers that asked to handle them. All other requests are left to `others`.
 */
export function httpFetch(others: Fetch): Fetch {
  const send = sender();
  return (input, init = {}) => {
    const { method, headers, body, signal, redirect } = init;
    const url = input instanceof URL ? input : input instanceof Request ? undefined : new URL(input);
    const isForUs = url && /^https?:$/.test(url.protocol) && typeof body === 'string' && redirect === 'manual';
    if (!isForUs || method === undefined) return others(input, init);
    return send({ url, method, headers, body, signal: signal ?? undefined });
  };
}

function sender(): (request: TextRequest) => Promise<Response> {
  const agents = { 'http:': new HttpAgent(kept), 'https:': new HttpsAgent(kept) };
  /** The parts of addresses as Node's client wants them: a run sends all its requests to the same few. */
  const parts = new WeakMap<URL, ReturnType<typeof urlToHttpOptions>>();
  return ({ url, method, headers, body, signal }) => {
    if (signal?.aborted) return Promise.reject(signal.reason);
    const isEncrypted = url.protocol === 'https:';
    const address = parts.get(url) ?? urlToHttpOptions(url);
    parts.set(url, address);
    const options = {
      ...address,
      method,
      agent: agents[isEncrypted ? 'https:' : 'http:'],
      headers: { ...Object.fromEntries(new Headers(headers)), 'accept-encoding': acceptedEncodings },
    };
    const request = isEncrypted ? httpsRequest(options) : httpRequest(options);
    const answer = answerOf(request, url, signal);
    request.end(body);
    return answer;
  };
}

const kept = { keepAlive: true, timeout: idleMs };

/** Fails as fetch does: with the reason of an abort, or with what happened as the cause. */
function answerOf(request: ClientRequest, url: URL, signal: AbortSignal | undefined): Promise<Response> {
  return new Promise((resolve, reject) => {
    const stop = () => {
      reject(signal?.reason);
      request.destroy();
    };
    const fail = (cause: unknown) => reject(new TypeError('fetch failed', { cause }));
    signal?.addEventListener('abort', stop);
    request.once('close', () => signal?.removeEventListener('abort', stop));
    request.on('error', fail);
    request.once('response', (message) => {
      try {
        resolve(new HttpResponse(message, url.href, signal));
      } catch (error) {
        fail(error);
        request.destroy();
      }
    });
    limitConnecting(request);
  });
}

function limitConnecting(request: ClientRequest): void {
  request.once('socket', (socket) => {
    if (!socket.connecting) return;
    const late = () => request.destroy(Object.assign(new Error('No connection in time.'), { code: 'ETIMEDOUT' }));
    const timer = setTimeout(late, connectMs);
    const stands = request.protocol === 'https:' ? 'secureConnect' : 'connect';
    socket.once(stands, () => clearTimeout(timer));
    socket.once('close', () => clearTimeout(timer));
  });
}
