import { PolypromptError } from '../errors.ts';
import type { ToolCall } from '../messages.ts';
import type { ToolResult } from '../run/round.ts';
import { callKey, type RecordedRule, type Recording, recordingHash } from '../tools/mcp/recording.ts';
import { isToolOf, toolNameAt } from '../tools/mcp/serverTool.ts';
import type { LoopServer } from '../tools/toolSettings.ts';
import { fixedResult } from './fixedResult.ts';
import { notRecorded, type ServerCall, type ToolServers } from './toolServers.ts';

/** Plays back what servers once gave. Several recordings of one server may be in use: each cell names its own by the hash. */
export class RecordedServers implements ToolServers {
  readonly #books: ReadonlyMap<string, RecordingBook>;

  constructor(recordings: Iterable<readonly [string, Recording]>) {
    const books = [...recordings].map(([name, recording]): [string, RecordingBook] => [
      bookKey(name, recordingHash(recording)),
      new RecordingBook(name, recording),
    ]);
    this.#books = new Map(books);
  }

  async call(asked: ServerCall): Promise<ToolResult | undefined> {
    const server = asked.loop.servers?.find(({ name }) => isToolOf([name], asked.call.name));
    if (!server) return undefined;
    const result = this.#bookOf(server).resultOf(asked.call);
    if (!result) throw notRecorded(asked, server);
    return result;
  }

  #bookOf(server: LoopServer): RecordingBook {
    const book = 'recording' in server ? this.#books.get(bookKey(server.name, server.recording)) : undefined;
    if (book) return book;
    const message = `The recording of the MCP server "${server.name}" is not the one with which this run began.`;
    throw new PolypromptError('no-tool-result', message, { hint: 'Start a new run.' });
  }
}

function bookKey(name: string, hash: string): string {
  return `${name} ${hash}`;
}

/** The calls of one server with what they gave. */
export class RecordingBook {
  readonly #tools: ReadonlyMap<string, string>;
  readonly #results: ReadonlyMap<string, RecordedRule>;

  constructor(server: string, { tools, results }: Recording) {
    this.#tools = new Map(tools.map(({ name }) => [toolNameAt(server, name), name]));
    // The first of two rules counts, as everywhere.
    this.#results = new Map(results.toReversed().map((rule) => [callKey(rule.tool, rule.args), rule]));
  }

  /** The server's own name of a tool. */
  toolOf(name: string): string | undefined {
    return this.#tools.get(name);
  }

  /** The recorded result of a call with exactly these arguments, else that of a rule without any. */
  resultOf(call: ToolCall): ToolResult | undefined {
    const tool = this.toolOf(call.name);
    if (tool === undefined) return undefined;
    const rule = this.#results.get(callKey(tool, call.input)) ?? this.#results.get(callKey(tool, undefined));
    return rule && fixedResult(call, rule.answer, 'recording');
  }
}
