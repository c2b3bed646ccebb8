import type { Clock } from '../../core/environment.ts';
import { PolypromptError } from '../../core/errors.ts';
import type { JsonObject, JsonValue } from '../../core/json.ts';
import { listAt, objectAt, textAt } from '../../core/jsonRead.ts';
import type { ToolDefinition } from '../../core/messages.ts';
import { formatDuration } from '../../core/text/formatDuration.ts';
import { inOneLine } from '../../core/text/inOneLine.ts';
import { listedTool } from '../../core/tools/mcp/serverTool.ts';
import type { McpTransport, OpenTransport } from './mcpTransport.ts';

/** The newest version is offered; the others differ in nothing that is used here. */
const versions = ['2025-11-25', '2025-06-18', '2025-03-26', '2024-11-05'];
/** A server with more pages than this goes round in a circle. */
const mostPages = 100;

/** Milliseconds that a server may take. */
export interface McpLimits {
  /** To start and to list its tools; a command may have to be installed first. */
  readonly start: number;
  readonly call: number;
}

const defaultLimits: McpLimits = { start: 60_000, call: 60_000 };

export interface McpClientOptions {
  /** Its name in messages. */
  readonly name: string;
  readonly clock: Clock;
  readonly limits?: McpLimits;
}

/** A request that the server has refused: the model is told of it. */
export class McpRefusal extends Error {}

interface Waiting {
  resolve(result: JsonObject): void;
  reject(error: Error): void;
}

/** A connection to one MCP server: JSON-RPC 2.0, and of MCP what tools need. */
export class McpClient {
  readonly #name: string;
  readonly #clock: Clock;
  readonly #limits: McpLimits;
  readonly #transport: McpTransport;
  readonly #waiting = new Map<number, Waiting>();
  #lastId = 0;
  #ended: PolypromptError | undefined;

  private constructor(open: OpenTransport, { name, clock, limits = defaultLimits }: McpClientOptions) {
    this.#name = name;
    this.#clock = clock;
    this.#limits = limits;
    this.#transport = open({
      received: (message) => this.#receive(message),
      ended: (reason) => this.#end(reason),
    });
  }

  /** Connects and agrees on a version. Rejects with `mcp-server`; nothing is left running then. */
  static async connect(open: OpenTransport, options: McpClientOptions): Promise<McpClient> {
    const client = new McpClient(open, options);
    try {
      await client.#initialize();
      return client;
    } catch (error) {
      await client.close();
      throw error instanceof McpRefusal ? client.#error(`refused to begin: ${inOneLine(error.message)}`) : error;
    }
  }

  /** All tools that the server lists, page by page, under its own names. */
  async listTools(): Promise<readonly ToolDefinition[]> {
    const tools: ToolDefinition[] = [];
    let cursor: string | undefined;
    for (let page = 0; page < mostPages; page++) {
      const params: JsonObject = cursor === undefined ? {} : { cursor };
      const result = await this.#request('tools/list', params, { ms: this.#limits.start });
      tools.push(...listAt(result, 'tools').flatMap((tool) => listedTool(tool) ?? []));
      cursor = textAt(result, 'nextCursor');
      if (cursor === undefined) return tools;
    }
    throw this.#error(`lists more than ${mostPages} pages of tools`);
  }

  /** The result of a tool, which may be an error of its own. Rejects with `McpRefusal`, `mcp-server` or the signal's reason. */
  callTool(name: string, args: JsonValue, signal?: AbortSignal): Promise<JsonObject> {
    return this.#request('tools/call', { name, arguments: args }, { ms: this.#limits.call, signal });
  }

  /** Ends the server. Resolves when its process is gone. */
  async close(): Promise<void> {
    this.#end('was closed');
    await this.#transport.close();
  }

  async #initialize(): Promise<void> {
    const result = await this.#request(
      'initialize',
      {
        protocolVersion: versions[0] ?? '',
        capabilities: {},
        clientInfo: { name: 'polyprompt', version: '1' },
      },
      { ms: this.#limits.start },
    );
    const version = textAt(result, 'protocolVersion') ?? 'none';
    if (!versions.includes(version))
      throw this.#error(`speaks version ${inOneLine(version)} of MCP, which is not known`);
    this.#transport.agreed?.(version);
    this.#transport.send({ jsonrpc: '2.0', method: 'notifications/initialized' });
  }

  async #request(
    method: string,
    params: JsonObject,
    { ms, signal }: { readonly ms: number; readonly signal?: AbortSignal | undefined },
  ): Promise<JsonObject> {
    signal?.throwIfAborted();
    if (this.#ended) throw this.#ended;
    const id = ++this.#lastId;
    const answer = Promise.withResolvers<JsonObject>();
    this.#waiting.set(id, answer);
    const giveUp = (reason: Error, why: string) => {
      // What the server would still send is for nobody.
      if (this.#waiting.delete(id) && method !== 'initialize')
        this.#transport.send({
          jsonrpc: '2.0',
          method: 'notifications/cancelled',
          params: { requestId: id, reason: why },
        });
      answer.reject(reason);
    };
    const late = () => giveUp(this.#error(`gave no answer to ${method} within ${formatDuration(ms)}`), 'time limit');
    const cancelTimer = this.#clock.after(ms, late);
    const stop = () => giveUp(reasonOf(signal), 'stopped');
    signal?.addEventListener('abort', stop, { once: true });
    this.#transport.send({ jsonrpc: '2.0', id, method, params });
    try {
      return await answer.promise;
    } finally {
      cancelTimer();
      signal?.removeEventListener('abort', stop);
    }
  }

  #receive(message: JsonObject): void {
    const { id = null, method } = message;
    if (typeof method === 'string') {
      if (id !== null) this.#reply(id, method);
      return;
    }
    const waiting = typeof id === 'number' ? this.#waiting.get(id) : undefined;
    if (typeof id !== 'number' || !waiting) return;
    this.#waiting.delete(id);
    const error = objectAt(message, 'error');
    if (error) waiting.reject(new McpRefusal(textAt(error, 'message') ?? 'The server refused the request.'));
    else waiting.resolve(objectAt(message, 'result') ?? {});
  }

  /** Answers a request of the server: it may ask whether we are there, and nothing else. */
  #reply(id: JsonValue, method: string): void {
    const answer: JsonObject =
      method === 'ping' ? { result: {} } : { error: { code: -32601, message: `${method} is not offered.` } };
    this.#transport.send({ jsonrpc: '2.0', id, ...answer });
  }

  #end(reason: string): void {
    this.#ended ??= this.#error(reason);
    for (const { reject } of this.#waiting.values()) reject(this.#ended);
    this.#waiting.clear();
  }

  #error(what: string): PolypromptError {
    return new PolypromptError('mcp-server', `The MCP server "${this.#name}" ${what}.`);
  }
}

function reasonOf(signal: AbortSignal | undefined): Error {
  return signal?.reason instanceof Error ? signal.reason : new Error('stopped');
}
