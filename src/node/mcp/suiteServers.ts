import path from 'node:path';
import type { Clock, Fetch } from '../../core/environment.ts';
import { RecordedServers } from '../../core/execute/recordedServers.ts';
import type { ServerCall, ToolServers } from '../../core/execute/toolServers.ts';
import type { ToolResult } from '../../core/run/round.ts';
import { type KnownServers, recordedServers } from '../../core/tools/mcp/knownServers.ts';
import type { McpServer } from '../../core/tools/mcp/mcpServer.ts';
import { type Recordings, recordingFileOf, writtenRecordings } from '../../core/tools/mcp/recording.ts';
import type { ServerToStart } from '../../core/tools/mcp/serversToStart.ts';
import { isToolOf } from '../../core/tools/mcp/serverTool.ts';
import { readTextIfThere } from '../files/readTextIfThere.ts';
import { replaceFile } from '../files/replaceFile.ts';
import { AddressTransport } from './addressTransport.ts';
import { McpClient, type McpLimits } from './mcpClient.ts';
import type { OpenTransport } from './mcpTransport.ts';
import { ProgramTransport } from './programTransport.ts';
import { RunningServer } from './runningServer.ts';

export interface ServerStart {
  /** The servers to start, to which somebody has agreed. */
  readonly toStart: readonly ServerToStart[];
  readonly recordings: Recordings;
  /** The absolute workspace folder. */
  readonly workspaceFolder: string;
  readonly clock: Clock;
  readonly fetch?: Fetch;
  readonly limits?: McpLimits;
}

/** The MCP servers of one run: some that were started for it, and the recordings of the others. They have to be disposed of. */
export class SuiteServers implements ToolServers {
  readonly #running: readonly RunningServer[];
  readonly #recordings: Recordings;
  readonly #recorded: RecordedServers;

  private constructor(running: readonly RunningServer[], recordings: Recordings) {
    this.#running = running;
    this.#recordings = recordings;
    this.#recorded = new RecordedServers(recordings);
  }

  /** Starts what has to be started. Rejects with `mcp-server`; nothing is left running then. */
  static async start(start: ServerStart): Promise<SuiteServers> {
    const begun = await Promise.allSettled(start.toStart.map((toStart) => startServer(toStart, start)));
    const running = begun.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []));
    const failed = begun.find((each) => each.status === 'rejected');
    if (!failed) return new SuiteServers(running, start.recordings);
    await Promise.all(running.map((server) => server.close()));
    throw failed.reason;
  }

  /** The servers of a suite as they are recorded, where it uses any. */
  static recorded(...recordings: readonly (Recordings | undefined)[]): ToolServers | undefined {
    const all = recordings.flatMap((each) => [...(each ?? [])]);
    return all.length === 0 ? undefined : new RecordedServers(all);
  }

  /** The servers as a plan needs them. */
  get known(): KnownServers {
    return new Map([
      ...recordedServers(this.#recordings),
      ...this.#running.map((server) => [server.name, server.known] as const),
    ]);
  }

  async call(asked: ServerCall): Promise<ToolResult | undefined> {
    const running = this.#running.find(({ name }) => isToolOf([name], asked.call.name));
    const planned = asked.loop.servers?.find(({ name }) => name === running?.name);
    return running && planned ? running.call(asked, planned) : this.#recorded.call(asked);
  }

  /** The servers as a plan needs them for a replay of all that is recorded by now. */
  get recorded(): KnownServers {
    return recordedServers(this.recordings);
  }

  /** Everything that is recorded by now. */
  get recordings(): Recordings {
    const fresh = this.#running.flatMap(({ name, recording }) => (recording ? [[name, recording] as const] : []));
    return new Map([...this.#recordings, ...fresh]);
  }

  /** Writes the recordings beside a suite; the name of the file, or undefined where nothing has changed. Throws `storage`. */
  save(suiteFile: string): string | undefined {
    if (this.#running.every(({ recording }) => recording === undefined)) return undefined;
    const file = recordingFileOf(suiteFile);
    const text = writtenRecordings(this.recordings);
    if (readTextIfThere(file) === text) return undefined;
    replaceFile(file, text);
    return file;
  }

  async dispose(): Promise<void> {
    await Promise.all(this.#running.map((server) => server.close()));
  }
}

function startServer(toStart: ServerToStart, start: ServerStart): Promise<RunningServer> {
  const { clock, recordings, limits } = start;
  const options = { name: toStart.name, clock, ...(limits ? { limits } : {}) };
  return RunningServer.start({
    toStart,
    clock,
    recording: recordings.get(toStart.name),
    connect: () => McpClient.connect(transportTo(toStart.server, start), options),
  });
}

function transportTo(server: McpServer, { workspaceFolder, clock, fetch: ask = fetch }: ServerStart): OpenTransport {
  if (server.type === 'address') return (listener) => new AddressTransport(server.url, ask, listener);
  return (listener) => new ProgramTransport(server, { folder: folderOf(server, workspaceFolder), clock }, listener);
}

/** The absolute folder in which a server starts. */
export function folderOf(server: McpServer, workspaceFolder: string): string {
  return server.type === 'program' ? path.resolve(workspaceFolder, server.cwd ?? '.') : workspaceFolder;
}
