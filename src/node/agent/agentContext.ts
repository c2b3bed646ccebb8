import type { Engine } from '../engine.ts';

/** What a user lets agents spend, in USD. */
export interface AgentLimits {
  /** By one call of a tool. */
  readonly perCall: number;
  /** In one day (UTC), by all agents of this user together. */
  readonly perDay: number;
  /** Above this the user is asked, where there is a way to ask. */
  readonly askAbove: number;
}

export const usualLimits: AgentLimits = { perCall: 0.25, perDay: 2, askAbove: 0.1 };

/** Where the tools work, with what, and what they may. A door makes one for each workspace folder. */
export interface AgentContext {
  /** The workspace folder, absolute. Nothing outside of it is read or written, besides the account of what was spent. */
  readonly folder: string;
  /** Models, prices and keys as they are now. */
  engine(): Engine;
  /** True where models may be asked: in a folder that the user trusts, and not in read-only use. */
  mayRun(): boolean;
  limits(): AgentLimits;
  /** The folder of the account of what agents have spent: outside of every workspace, which agents may edit. */
  readonly accountFolder: string;
  /** The folder that holds `sandbox.js` and `tokens.js`. */
  readonly distFolder: string;
}

/** The progress of a call. */
export interface AgentProgress {
  readonly ended: number;
  readonly of: number;
}

/** One call of a tool, besides its arguments. */
export interface AgentCall {
  /** Aborted when the caller gives the call up. A run that the call has started stops then; one that it only reads goes on. */
  readonly signal: AbortSignal;
  onProgress?(progress: AgentProgress): void;
  /**
   * What the user said to the question of `ConsentNeeded`. Absent when the user was not asked yet; `no-way` where there is no way to ask:
   * the limits alone decide then.
   */
  readonly consent?: 'given' | 'declined' | 'no-way' | undefined;
}
