import type { Message } from './messages.ts';

/** Makes the messages of a row, the same ones each time. The cells of a row share it. */
export interface MessageSource {
  messages(): readonly Message[];
}

interface WithMessages {
  readonly messages: readonly Message[];
}

const source = Symbol('source of messages');

interface Late extends WithMessages {
  readonly [source]: MessageSource;
}

/** One getter for all, with which V8 gives all cells one shape. A copy of a cell, and its JSON, hold the messages themselves. */
const late: PropertyDescriptor & ThisType<Late> = {
  enumerable: true,
  configurable: true,
  get() {
    return this[source].messages();
  },
};

/** Adds messages that are made anew whenever they are asked for, so that a plan of very many rows does not hold all of them. */
export function withLateMessages<Cell extends object>(cell: Cell, from: MessageSource): Cell & WithMessages {
  const made = Object.defineProperty({ ...cell, [source]: from }, 'messages', late);
  if (!hasMessages(made)) throw new Error('the property was just defined');
  return made;
}

/** What is the same for all cells that are sent the same messages of one row, without making these. */
export function messagesKey(cell: WithMessages): object {
  return isLate(cell) ? cell[source] : cell.messages;
}

function hasMessages<Cell extends object>(cell: Cell): cell is Cell & WithMessages {
  return 'messages' in cell;
}

function isLate(cell: WithMessages): cell is Late {
  return source in cell;
}
