import type { AgentDesk } from '../../node/agent/tools/agentDesk.ts';
import type { mcpSdk } from './mcpSdk.ts';

/** What a server is made with. */
export interface ServerMeans {
  readonly sdk: typeof mcpSdk;
  /** The version of the product. */
  readonly version: string;
  /** False in read-only use. */
  readonly mayRun: boolean;
  /** The desk, which is opened on first use. */
  readonly desk: () => Promise<AgentDesk>;
}
