import type { Fetch } from '../../core/environment.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../../core/json.ts';
import { boundedAnswer } from '../../core/providers/wire/boundedBody.ts';
import { ServerSentEvents } from '../../core/providers/wire/serverSentEvents.ts';
import type { McpListener, McpTransport } from './mcpTransport.ts';

/**
 * Speaks with a server that listens on this machine: each message is a POST, and its answer JSON or a stream of events.
 * https://modelcontextprotocol.io/specification/2025-11-25/basic/transports
 */
export class AddressTransport implements McpTransport {
  readonly #url: string;
  readonly #fetch: Fetch;
  readonly #listener: McpListener;
  readonly #stop = new AbortController();
  readonly #underWay = new Set<Promise<void>>();
  #session: string | undefined;
  #version: string | undefined;

  constructor(url: string, fetch: Fetch, listener: McpListener) {
    this.#url = url;
    this.#fetch = fetch;
    this.#listener = listener;
  }

  send(message: JsonObject): void {
    const work = this.#post(message).catch((error: unknown) => this.#failed(error));
    this.#underWay.add(work);
    void work.then(() => this.#underWay.delete(work));
  }

  agreed(version: string): void {
    this.#version = version;
  }

  async close(): Promise<void> {
    const farewell = this.#session === undefined ? undefined : this.#request('DELETE');
    this.#stop.abort();
    await Promise.all([...this.#underWay, farewell?.catch(() => undefined)]);
  }

  async #post(message: JsonObject): Promise<void> {
    const response = await this.#request('POST', JSON.stringify(message));
    this.#session ??= response.headers.get('mcp-session-id') ?? undefined;
    if (!response.ok) {
      await response.body?.cancel();
      // A notification may be refused: nobody waits for an answer to it.
      if (message['id'] !== undefined) this.#listener.ended(`answered with status ${response.status}`);
      return;
    }
    const type = response.headers.get('content-type') ?? '';
    const body = boundedAnswer(response, 'the MCP server');
    if (type.startsWith('text/event-stream')) await this.#readEvents(body);
    else this.#take(await body.text());
  }

  async #readEvents(response: Response): Promise<void> {
    const events = new ServerSentEvents();
    for await (const chunk of response.body ?? []) for (const { data } of events.add(chunk)) this.#take(data);
    const last = events.end();
    if (last) this.#take(last.data);
  }

  #take(text: string): void {
    const value = parsed(text);
    for (const message of Array.isArray(value) ? value : [value])
      if (isJsonObject(message)) this.#listener.received(message);
  }

  #request(method: 'POST' | 'DELETE', body?: string): Promise<Response> {
    const headers: Record<string, string> = {
      accept: 'application/json, text/event-stream',
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(this.#session === undefined ? {} : { 'mcp-session-id': this.#session }),
      ...(this.#version === undefined ? {} : { 'mcp-protocol-version': this.#version }),
    };
    // A redirect could lead away from this machine. A farewell goes out although everything else is stopped.
    const signal = method === 'POST' ? this.#stop.signal : AbortSignal.timeout(1_000);
    return this.#fetch(this.#url, {
      method,
      headers,
      signal,
      redirect: 'error',
      ...(body === undefined ? {} : { body }),
    });
  }

  #failed(error: unknown): void {
    if (this.#stop.signal.aborted) return;
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    const code = cause instanceof Error && 'code' in cause ? ` (${String(cause.code)})` : '';
    this.#listener.ended(`could not be reached${code}`);
  }
}

function parsed(text: string): JsonValue | undefined {
  try {
    const value: JsonValue = JSON.parse(text);
    return value;
  } catch {
    return undefined;
  }
}
