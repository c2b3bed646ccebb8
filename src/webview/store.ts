import type { RunEvent } from '../core/run/events.ts';
import { foldAll, type RunState } from '../core/run/state.ts';
import type { HostMessage, PanelSetup } from '../protocol.ts';

/** What the host has told so far. `isBehind` means that messages were lost and a new snapshot is needed. */
export interface PanelState {
  readonly seq: number;
  readonly isBehind: boolean;
  readonly setup: PanelSetup | undefined;
  readonly run: RunState | undefined;
  readonly previous: RunState | undefined;
}

export const initialState: PanelState = {
  seq: 0,
  isBehind: false,
  setup: undefined,
  run: undefined,
  previous: undefined,
};

/** The state after one more message. A message from before the last one is dropped, a gap leaves everything as it was. */
export function receive(state: PanelState, message: HostMessage): PanelState {
  if (message.type === 'snapshot') {
    const { seq, setup, run, previous } = message;
    return { seq, setup, run: run ?? undefined, previous: previous ?? undefined, isBehind: false };
  }
  if (state.isBehind || message.seq <= state.seq) return state;
  if (message.seq > state.seq + 1) return { ...state, isBehind: true };
  if (message.type === 'setup') return { ...state, seq: message.seq, setup: message.setup };
  return foldEvents({ ...state, seq: message.seq }, message.events);
}

/** A run that starts makes the one before it the previous one, just as the host keeps it. */
function foldEvents(state: PanelState, events: readonly RunEvent[]): PanelState {
  const start = events.findLastIndex((event) => event.type === 'run-started');
  if (start < 0) return { ...state, run: foldAll(events, state.run) };
  const previous = foldAll(events.slice(0, start), state.run);
  return { ...state, run: foldAll(events.slice(start)), previous };
}

/** True when `data` has the shape of a message of ours; windows also receive messages of others. */
export function isHostMessage(data: unknown): data is HostMessage {
  if (typeof data !== 'object' || data === null || !('type' in data) || !('seq' in data)) return false;
  return typeof data.seq === 'number' && (data.type === 'snapshot' || data.type === 'events' || data.type === 'setup');
}
