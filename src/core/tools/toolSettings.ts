import type { JsonObject, JsonValue } from '../json.ts';
import type { MediaPart } from '../messages.ts';

/** An answer that is known without running anything. */
export type FixedAnswer =
  | { readonly type: 'result'; readonly value: JsonValue }
  | { readonly type: 'error'; readonly message: string }
  | { readonly type: 'parts'; readonly text: string; readonly media: readonly MediaPart[] };

/** What a declared tool gives back. `javascript` is an expression or body over `args` and `context`, run in the sandbox. */
export type ToolAnswer =
  | FixedAnswer
  | { readonly type: 'javascript'; readonly code: string }
  /** A function of promptfoo's `functionToolCallbacks`, called with the text of the arguments. */
  | { readonly type: 'callback'; readonly code: string };

/** Declares the answer to some calls of a tool. Rules are tried in order, and the first that matches answers. */
export interface ToolRule {
  readonly tool: string;
  /** The arguments that a call has to have: named keys at any depth, everything else equal. All calls match without it. */
  readonly args?: JsonObject;
  /** The number of calls that it answers in one cell; without limit when absent. */
  readonly times?: number;
  readonly answer: ToolAnswer;
}

/** What a case, a prompt or a suite says about the tools that its model calls. */
export interface ToolSettings {
  readonly toolResults?: readonly ToolRule[];
  /** The most times that results are given back, from 1; after that the calls of the model stay open. */
  readonly maxTurns?: number;
  /** True to stop at the first calls, which are the answer then. */
  readonly returnToolRequests?: boolean;
  /** The names of the MCP servers whose tools the model gets; none where the list is empty. */
  readonly mcp?: readonly string[];
}

/** A server that answers calls of a cell: as it is recorded, by the hash of that recording, or as it answers now. */
export type LoopServer =
  | { readonly name: string; readonly recording: string }
  | { readonly name: string; readonly isLive: true };

/** How the calls of one cell are answered. Without one, calls are the answer. */
export interface ToolLoop {
  readonly rules: readonly ToolRule[];
  readonly maxTurns: number;
  /** True where the results of the first calls are the answer, as promptfoo's callbacks have it. */
  readonly endsWithResults?: true;
  /** The servers that answer the calls of their tools which no rule fits. */
  readonly servers?: readonly LoopServer[];
}

/** The most times that results are given back, where nothing says another number. */
export const defaultMaxTurns = 8;
