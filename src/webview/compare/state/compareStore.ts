import type { RunEvent } from '../../../core/run/events.ts';
import { foldAll, type RunState } from '../../../core/run/state.ts';
import type { CompareSetup, HostMessage } from '../../../protocol.ts';
import { inOrder, isMessageOf, type MessageOrder } from '../../panel/messageOrder.ts';

/** Everything that the host has told so far. */
export interface CompareState extends MessageOrder {
  readonly setup: CompareSetup | undefined;
  readonly run: RunState | undefined;
  readonly previous: RunState | undefined;
}

export const initialState: CompareState = {
  seq: 0,
  isBehind: false,
  setup: undefined,
  run: undefined,
  previous: undefined,
};

/** The state after one more message. */
export function receive(state: CompareState, message: HostMessage): CompareState {
  if (message.type === 'snapshot') {
    const { seq, setup, run, previous } = message;
    return { seq, setup, run: run ?? undefined, previous: previous ?? undefined, isBehind: false };
  }
  return inOrder(state, message.seq, (next) =>
    message.type === 'setup' ? { ...next, setup: message.setup } : foldEvents(next, message.events),
  );
}

/** A run that starts makes the one before it the previous one, in the same way as in the host. */
function foldEvents(state: CompareState, events: readonly RunEvent[]): CompareState {
  const start = events.findLastIndex((event) => event.type === 'run-started');
  if (start < 0) return { ...state, run: foldAll(events, state.run) };
  const previous = foldAll(events.slice(0, start), state.run);
  return { ...state, run: foldAll(events.slice(start)), previous };
}

export const isHostMessage = isMessageOf<HostMessage>({ snapshot: true, events: true, setup: true });
