import type { PanelMessage } from '../protocol.ts';

/** The editor's side of the panel, as far as the panel may know it. */
export interface Host {
  post(message: PanelMessage): void;
  readState(): unknown;
  writeState(state: unknown): void;
}

/** The editor gives its door away once; it stays in this closure, out of reach of anything on the page. */
export function connectHost(): Host {
  const api = acquireVsCodeApi();
  return {
    post: (message) => api.postMessage(message),
    readState: () => api.getState(),
    writeState: (state) => api.setState(state),
  };
}
