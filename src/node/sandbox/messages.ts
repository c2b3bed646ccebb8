/** What the host asks of the worker: a function body and, as JSON, an object whose keys are its parameters. */
export interface ScriptRequest {
  readonly code: string;
  readonly values: string;
}

export interface ScriptFailure {
  readonly type: 'failure';
  /** `threw`: the script's own exception. `result`: it returned something that is no JSON. `crashed`: the engine is beyond use. */
  readonly kind: 'threw' | 'timeout' | 'memory' | 'result' | 'crashed';
  readonly detail: string;
}

export type ScriptReply =
  | { readonly type: 'ready' }
  | { readonly type: 'result'; readonly json: string }
  | ScriptFailure;
