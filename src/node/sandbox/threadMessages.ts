import type { PatternQuestion } from '../../core/grading/verdict.ts';

/** A function body and, as JSON, an object whose keys are its parameters. */
export interface ScriptRequest {
  readonly type: 'script';
  readonly code: string;
  readonly values: string;
}

export interface PatternsRequest {
  readonly type: 'patterns';
  readonly questions: readonly PatternQuestion[];
}

/** A request of the host to the worker. */
export type SandboxRequest = ScriptRequest | PatternsRequest;

export interface ScriptFailure {
  readonly type: 'failure';
  /**
   * `threw`: the script raised an exception of its own. `result`: it returned something that is no JSON. `crashed`: the engine cannot be
   * used any more.
   */
  readonly kind: 'threw' | 'timeout' | 'memory' | 'result' | 'crashed';
  readonly detail: string;
  /** What a script threw; the name is empty for a text. */
  readonly thrown?: { readonly name: string; readonly message: string };
}

export type PatternReply = boolean | ScriptFailure;

export type SandboxReply =
  | { readonly type: 'ready' }
  | { readonly type: 'result'; readonly json: string }
  /** Replies to the first questions of a request, at least one; the others have to be asked again. */
  | { readonly type: 'matches'; readonly replies: readonly PatternReply[] }
  | ScriptFailure;
