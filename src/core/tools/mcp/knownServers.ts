import type { ToolDefinition } from '../../messages.ts';
import type { LoopServer } from '../toolSettings.ts';
import { type Recording, type Recordings, recordingHash } from './recording.ts';
import { toolsAt } from './serverTool.ts';

/** A server as the cells of a plan get it: its tools under their names for models, and how it answers. */
export interface ServerTools {
  readonly tools: readonly ToolDefinition[];
  readonly loop: LoopServer;
}

/** The servers that a plan knows, by name. */
export type KnownServers = ReadonlyMap<string, ServerTools>;

/** A server that answers by its recording. */
export function recordedServer(name: string, recording: Recording): ServerTools {
  return { tools: toolsAt(name, recording.tools), loop: { name, recording: recordingHash(recording) } };
}

/** The servers that are recorded. */
export function recordedServers(recordings: Recordings): KnownServers {
  return new Map([...recordings].map(([name, recording]) => [name, recordedServer(name, recording)]));
}

/** A server that answers each call now. */
export function liveServer(name: string, tools: readonly ToolDefinition[]): ServerTools {
  return { tools: toolsAt(name, tools), loop: { name, isLive: true } };
}
