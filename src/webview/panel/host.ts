/** The editor's side of a panel, as far as the panel may know it. */
export interface Host<Message> {
  post(message: Message): void;
  readState(): unknown;
  writeState(state: unknown): void;
}

/** The editor gives its API away only once. It stays in this closure, out of reach of anything on the page. */
export function connectHost<Message>(): Host<Message> {
  const api = acquireVsCodeApi();
  return {
    post: (message) => api.postMessage(message),
    readState: () => api.getState(),
    writeState: (state) => api.setState(state),
  };
}
