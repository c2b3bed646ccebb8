/** What a person makes of a call: its result, its failure, or the end of the conversation with the call open. */
export type CallReply =
  | { readonly type: 'result'; readonly output: string }
  | { readonly type: 'error'; readonly message: string }
  | { readonly type: 'end' };
