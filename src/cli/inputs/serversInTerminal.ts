import path from 'node:path';
import type { Suite } from '../../core/dataset/suite.ts';
import type { Environment } from '../../core/environment.ts';
import { PolypromptError } from '../../core/errors.ts';
import { serversNamedIn } from '../../core/routing/suiteServers.ts';
import { describeServer, serverHash } from '../../core/tools/mcp/mcpServer.ts';
import {
  type McpMode,
  type ServerToStart,
  serversToStart,
  type WantedServers,
} from '../../core/tools/mcp/serversToStart.ts';
import { findWorkspaceFolder } from '../../node/files/workspaceFiles.ts';
import { Approvals } from '../../node/mcp/approvals.ts';
import { folderOf, SuiteServers } from '../../node/mcp/suiteServers.ts';
import { tell } from '../terminal/terminal.ts';
import { userMcpServers } from './configuration.ts';

export interface McpOptions {
  readonly mcp?: McpMode;
  /** Hashes of servers that may start, each alone or behind `NAME=`. */
  readonly allowMcp: readonly string[];
}

/** The MCP servers of one command: started where somebody has agreed, and ended with it. */
export class ServersInTerminal {
  readonly #options: McpOptions;
  readonly #environment: Pick<Environment, 'clock'>;
  #started: SuiteServers | undefined;

  constructor(options: McpOptions, environment: Pick<Environment, 'clock'>) {
    this.#options = options;
    this.#environment = environment;
  }

  /** The servers that answer calls; undefined where none is used. */
  get started(): SuiteServers | undefined {
    return this.#started;
  }

  /** The suite with the tools of its servers, which have been started where they are not played back. */
  async withServers(suite: Suite): Promise<Suite> {
    const { recordings = new Map(), projectServers = new Map() } = suite;
    const names = serversNamedIn(suite);
    const started = await this.start({ names, recordings, project: projectServers }, suite.file);
    return started ? { ...suite, servers: started.known } : suite;
  }

  /** Starts the servers that are not played back. Throws `mcp-consent` for one to which nobody has agreed, and `mcp-server`. */
  async start(wanted: Omit<WantedServers, 'user' | 'mode'>, file: string): Promise<SuiteServers | undefined> {
    if (wanted.names.length === 0) return undefined;
    const workspaceFolder = findWorkspaceFolder(path.resolve(file));
    const { mcp: mode } = this.#options;
    const toStart = serversToStart({ ...wanted, user: userMcpServers(), mode });
    for (const server of toStart) this.#requireConsent(server, workspaceFolder);
    const { clock } = this.#environment;
    this.#started = await SuiteServers.start({ toStart, recordings: wanted.recordings, workspaceFolder, clock });
    return this.#started;
  }

  /**
   * Writes what was recorded beside the suite or prompt, and tells so; true when there was something new. A disk that refuses is told and
   * stops nothing.
   */
  save(file: string): boolean {
    try {
      const saved = this.#started?.save(path.resolve(file));
      if (saved !== undefined) tell(`Recorded what MCP servers gave back in ${path.relative('', saved)}.\n`);
      return saved !== undefined;
    } catch (error) {
      if (!(error instanceof PolypromptError)) throw error;
      tell(`${error.message} ${error.hint}\n`);
      return false;
    }
  }

  async dispose(): Promise<void> {
    await this.#started?.dispose();
  }

  #requireConsent({ name, server, from }: ServerToStart, workspaceFolder: string): void {
    const hash = serverHash(server);
    const isAllowed = this.#options.allowMcp.some((allowed) => allowed === hash || allowed === `${name}=${hash}`);
    if (from === 'user' || isAllowed || new Approvals().has(workspaceFolder, server)) return;
    throw new PolypromptError('mcp-consent', `Nobody has approved the MCP server "${name}" of polyprompt.yaml.`, {
      hint: `Look at what it starts. Then approve it here with polyprompt mcp approve ${hash}, or for one run with --allow-mcp ${name}=${hash}.`,
      lines: describeServer(server, folderOf(server, workspaceFolder)),
    });
  }
}
