import { PolypromptError } from '../../errors.ts';
import type { McpServer, NamedServer } from './mcpServer.ts';
import type { Recordings } from './recording.ts';

/** How the calls of a server's tools are answered: asked once and kept, from what was kept, or asked each time. */
export const mcpModes = ['record', 'replay', 'live'] as const;
export type McpMode = (typeof mcpModes)[number];

/** The servers that a run needs, and where they may come from. */
export interface WantedServers {
  readonly names: readonly string[];
  readonly recordings: Recordings;
  readonly project: ReadonlyMap<string, McpServer>;
  readonly user: ReadonlyMap<string, McpServer>;
  /** What is recorded is played back, and all else recorded, where nobody says otherwise. */
  readonly mode?: McpMode | undefined;
}

export interface ServerToStart extends NamedServer {
  readonly mode: Exclude<McpMode, 'replay'>;
}

/**
 * The servers that have to be started for a run; those that are played back are not among them. The user's own go before those of the same
 * name in the repository. Throws `mcp-server` for a server that is neither named nor recorded.
 */
export function serversToStart(wanted: WantedServers): readonly ServerToStart[] {
  return wanted.names.flatMap((name) => {
    const isRecorded = wanted.recordings.has(name);
    const mode = wanted.mode ?? (isRecorded ? 'replay' : 'record');
    if (mode !== 'replay') return [{ ...named(name, wanted), mode }];
    if (isRecorded) return [];
    throw new PolypromptError('mcp-server', `Nothing is recorded of the MCP server "${name}" yet.`, {
      hint: 'Record it with --mcp record, and commit the recording.',
    });
  });
}

function named(name: string, { project, user }: WantedServers): NamedServer {
  const own = user.get(name);
  if (own) return { name, server: own, from: 'user' };
  const server = project.get(name);
  if (server) return { name, server, from: 'project' };
  throw new PolypromptError('mcp-server', `There is no MCP server "${name}".`, {
    hint: 'Name it under mcpServers in polyprompt.yaml or in your own settings.',
  });
}
