import { PolypromptError } from '../errors.ts';
import type { ToolCall } from '../messages.ts';
import type { ToolResult } from '../run/round.ts';
import type { LoopServer, ToolLoop } from '../tools/toolSettings.ts';

/** A call of a cell that no rule answers. */
export interface ServerCall {
  readonly loop: ToolLoop;
  readonly call: ToolCall;
  /** The number of its round, from 1. */
  readonly round: number;
  readonly signal?: AbortSignal | undefined;
}

/** The MCP servers of a run: as they are recorded, or as they answer now. */
export interface ToolServers {
  /** Answers a call of a server's tool; undefined for a call of any other. Rejects with `no-tool-result` or `mcp-server`. */
  call(asked: ServerCall): Promise<ToolResult | undefined>;
}

const longestQuote = 300;

/** The error of a call that is not in the recording of its server. */
export function notRecorded({ call, round }: ServerCall, { name }: LoopServer): PolypromptError {
  const quoted = JSON.stringify(call.input).slice(0, longestQuote);
  const message = `In round ${round} the model called ${call.name} with ${quoted}, which is not recorded of the MCP server "${name}".`;
  return new PolypromptError('no-tool-result', message, {
    hint: 'Record it with --mcp record (or the setting polyprompt.mcp.mode), or give its result under toolResults.',
  });
}
