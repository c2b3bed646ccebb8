import type { Clock } from '../../core/environment.ts';
import { PolypromptError } from '../../core/errors.ts';
import { fixedResult } from '../../core/execute/fixedResult.ts';
import { RecordingBook } from '../../core/execute/recordedServers.ts';
import type { ServerCall } from '../../core/execute/toolServers.ts';
import { isJsonObject, type JsonObject } from '../../core/json.ts';
import { defined } from '../../core/jsonRead.ts';
import type { ToolCall, ToolDefinition } from '../../core/messages.ts';
import type { ToolResult } from '../../core/run/round.ts';
import { calledAnswer } from '../../core/tools/mcp/calledResult.ts';
import { liveServer, recordedServer, type ServerTools } from '../../core/tools/mcp/knownServers.ts';
import { callKey, type RecordedRule, type Recording } from '../../core/tools/mcp/recording.ts';
import type { ServerToStart } from '../../core/tools/mcp/serversToStart.ts';
import type { FixedAnswer, LoopServer } from '../../core/tools/toolSettings.ts';
import { type McpClient, McpRefusal } from './mcpClient.ts';

interface Answered {
  readonly answer: FixedAnswer;
  /** Milliseconds, where the server was asked for this very call. */
  readonly ms?: number;
}

/**
 * A server that answers the calls of one run. When it is recorded, each distinct call reaches it once, so that the run sees what a replay
 * will give; what was recorded before is not asked again.
 */
export class RunningServer {
  readonly #connect: () => Promise<McpClient>;
  readonly #clock: Clock;
  readonly #toStart: ServerToStart;
  readonly #tools: readonly ToolDefinition[];
  readonly #before: readonly RecordedRule[];
  readonly #book: RecordingBook;
  readonly #asked = new Map<string, Promise<Answered>>();
  readonly #fresh: RecordedRule[] = [];
  /** The connection; undefined after it was closed, until the next call. */
  #client: Promise<McpClient> | undefined;

  private constructor(
    client: McpClient,
    { clock, toStart, recording, connect }: RunningOptions,
    tools: readonly ToolDefinition[],
  ) {
    this.#client = Promise.resolve(client);
    this.#connect = connect;
    this.#clock = clock;
    this.#toStart = toStart;
    this.#tools = tools;
    this.#before = recording?.results ?? [];
    this.#book = new RecordingBook(toStart.name, { tools, results: this.#before });
  }

  /** Starts it and asks for its tools. Rejects with `mcp-server`; nothing is left running then. */
  static async start(options: RunningOptions): Promise<RunningServer> {
    const client = await options.connect();
    try {
      return new RunningServer(client, options, await client.listTools());
    } catch (error) {
      await client.close();
      if (!(error instanceof McpRefusal)) throw error;
      throw new PolypromptError(
        'mcp-server',
        `The MCP server "${options.toStart.name}" lists no tools: ${error.message}`,
      );
    }
  }

  get name(): string {
    return this.#toStart.name;
  }

  /** Its tools as a plan needs them. */
  get known(): ServerTools {
    return this.#isLive
      ? liveServer(this.name, this.#tools)
      : recordedServer(this.name, { tools: this.#tools, results: this.#before });
  }

  /** What is recorded of it by now; undefined for a server whose answers are not kept. */
  get recording(): Recording | undefined {
    return this.#isLive ? undefined : { tools: this.#tools, results: [...this.#before, ...this.#fresh] };
  }

  /** Rejects with `mcp-server` where the server gives no answer, and with the signal's reason. */
  async call({ call, signal }: ServerCall, planned: LoopServer): Promise<ToolResult | undefined> {
    if ('isLive' in planned !== this.#isLive) throw otherMode(this.name);
    const tool = this.#book.toolOf(call.name);
    if (tool === undefined) return undefined;
    if (this.#isLive) return asResult(call, await this.#ask(tool, call, signal));
    return this.#book.resultOf(call) ?? asResult(call, await this.#record(tool, call, signal));
  }

  /** Ends the server until the next call, which starts it again. */
  async close(): Promise<void> {
    const client = await this.#client?.catch(() => undefined);
    this.#client = undefined;
    await client?.close();
  }

  get #isLive(): boolean {
    return this.#toStart.mode === 'live';
  }

  /** The answer to a call that may be under way already; its time is told once. */
  async #record(tool: string, call: ToolCall, signal: AbortSignal | undefined): Promise<Answered> {
    const key = callKey(tool, call.input);
    const known = this.#asked.get(key);
    if (known !== undefined) return { answer: (await stoppable(known, signal)).answer };
    const asked = this.#askOnce(tool, call);
    this.#asked.set(key, asked);
    // What has failed is asked again by whoever comes next.
    asked.catch(() => this.#asked.delete(key));
    return stoppable(asked, signal);
  }

  /** Other cells may wait for the same call, so it goes on when one of them is stopped. */
  async #askOnce(tool: string, call: ToolCall): Promise<Answered> {
    const answered = await this.#ask(tool, call, undefined);
    this.#fresh.push({ tool, args: argumentsOf(call), answer: answered.answer });
    return answered;
  }

  async #ask(tool: string, call: ToolCall, signal: AbortSignal | undefined): Promise<Answered> {
    const startedAt = this.#clock.now();
    const answer = await this.#answerOf(tool, call, signal);
    return { answer, ms: Math.round((this.#clock.now() - startedAt) * 10) / 10 };
  }

  async #answerOf(tool: string, call: ToolCall, signal: AbortSignal | undefined): Promise<FixedAnswer> {
    try {
      this.#client ??= this.#connect();
      const client = await this.#client;
      return calledAnswer(await client.callTool(tool, argumentsOf(call), signal));
    } catch (error) {
      if (error instanceof McpRefusal) return { type: 'error', message: error.message };
      throw error;
    }
  }
}

export interface RunningOptions {
  readonly toStart: ServerToStart;
  readonly clock: Clock;
  readonly recording?: Recording | undefined;
  connect(): Promise<McpClient>;
}

function asResult(call: ToolCall, { answer, ms }: Answered): ToolResult {
  return { ...fixedResult(call, answer, 'server'), ...defined({ ms }) };
}

function argumentsOf({ input }: ToolCall): JsonObject {
  return isJsonObject(input) ? input : {};
}

function otherMode(name: string): PolypromptError {
  return new PolypromptError('no-tool-result', `This run began with the MCP server "${name}" in another mode.`, {
    hint: 'Give the --mcp with which it began, or start a new run.',
  });
}

/** The promise, or the signal's reason as soon as it is aborted. */
function stoppable<Result>(promise: Promise<Result>, signal: AbortSignal | undefined): Promise<Result> {
  if (!signal) return promise;
  const stopped = Promise.withResolvers<never>();
  const stop = () => stopped.reject(signal.reason);
  if (signal.aborted) stop();
  signal.addEventListener('abort', stop, { once: true });
  return Promise.race([promise, stopped.promise]).finally(() => signal.removeEventListener('abort', stop));
}
