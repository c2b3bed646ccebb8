/** The place of a page in the messages of its host. `isBehind` means that some were lost and a new snapshot is needed. */
export interface MessageOrder {
  readonly seq: number;
  readonly isBehind: boolean;
}

/**
 * The state after message number `seq`. A message that is not newer than the last one is dropped; after a gap everything stays as it was.
 */
export function inOrder<State extends MessageOrder>(state: State, seq: number, next: (state: State) => State): State {
  if (state.isBehind || seq <= state.seq) return state;
  return seq > state.seq + 1 ? { ...state, isBehind: true } : next({ ...state, seq });
}

interface Numbered {
  readonly type: string;
  readonly seq: number;
}

/** True when `data` is a numbered message of one of these types; windows also receive messages of others. */
export function isMessageOf<Message extends Numbered>(
  types: Readonly<Record<Message['type'], true>>,
): (data: unknown) => data is Message {
  return (data: unknown): data is Message =>
    typeof data === 'object' &&
    data !== null &&
    'type' in data &&
    typeof data.type === 'string' &&
    Object.hasOwn(types, data.type) &&
    'seq' in data &&
    typeof data.seq === 'number';
}
