import { hashJson } from '../../hash.ts';
import { hiddenAsEscapes } from '../../text/printable.ts';

/** A program that speaks MCP over its own input and output. */
export interface ProgramServer {
  readonly type: 'program';
  readonly command: string;
  readonly args: readonly string[];
  /** The names of the variables of the user's environment that it gets besides the few that every server gets. */
  readonly env: readonly string[];
  /** The folder in which it starts, relative to the workspace folder; that folder itself when absent. */
  readonly cwd?: string;
}

/** A server that runs already and listens on this machine. */
export interface AddressServer {
  readonly type: 'address';
  /** An `http:` or `https:` address of the loopback interface. */
  readonly url: string;
}

export type McpServer = ProgramServer | AddressServer;

/** A server by its name, with who has named it: the user's own settings need no question. */
export interface NamedServer {
  readonly name: string;
  readonly server: McpServer;
  readonly from: 'project' | 'user';
}

/** What a person agrees to when they let a server start: SHA-256 in hex of everything that is started, and not of its name. */
export function serverHash(server: McpServer): string {
  if (server.type === 'address') return hashJson({ url: server.url });
  const { command, args, env, cwd = '.' } = server;
  return hashJson({ command, args: [...args], env: [...env], cwd });
}

/**
 * What a server is, in lines for a person who is to decide about it; `folder` is the absolute one in which it starts. Characters that would
 * not show, or would show in another order, are written as escapes.
 */
export function describeServer(server: McpServer, folder: string): readonly string[] {
  return linesOf(server, folder).map(hiddenAsEscapes);
}

function linesOf(server: McpServer, folder: string): readonly string[] {
  if (server.type === 'address') return [`Address: ${server.url}`];
  const { command, args, env } = server;
  return [
    `Command: ${JSON.stringify(command)}`,
    `Arguments: ${args.length === 0 ? 'none' : args.map((arg) => JSON.stringify(arg)).join(' ')}`,
    `Folder: ${folder}`,
    `Environment variables that it gets: ${env.length === 0 ? 'none of its own' : env.join(', ')}`,
  ];
}
