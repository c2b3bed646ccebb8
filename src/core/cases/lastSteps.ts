import type { Part } from '../messages.ts';
import type { LoggedCall } from './calls/loggedCall.ts';
import { HeldCalls } from './heldCalls.ts';

/** The calls that may wait for the next step of their loop. */
const mostHeld = 20_000;

/**
 * Keeps the last call of each loop of tools. Every call of a loop repeats the ones before it, so that all of them together are one case: the last
 * turn of the user with what came before. Calls of other kinds pass at once.
 */
export class LastSteps {
  readonly #held = new HeldCalls<LoggedCall>(mostHeld);
  #dropped = 0;

  /** The number of calls that were earlier steps of another one. */
  get dropped(): number {
    return this.#dropped;
  }

  add(call: LoggedCall): readonly LoggedCall[] {
    const key = loopOf(call);
    if (key === undefined) return [call];
    const other = this.#held.get(key);
    if (other) this.#dropped++;
    return this.#held.set(key, other && other.messages.length > call.messages.length ? other : call, 1);
  }

  end(): readonly LoggedCall[] {
    return this.#held.take();
  }
}

/** The user's turn and the first call of a tool in it, which all steps of a loop share; undefined for a call without tools. */
function loopOf({ messages, answers }: LoggedCall): string | undefined {
  const last = messages.findLastIndex(({ role }) => role === 'user');
  const after = [...messages.slice(last + 1), ...answers.map(({ message }) => message)];
  const first = after.flatMap(({ parts }) => parts).find(isCall);
  if (first === undefined || last < 0) return undefined;
  return JSON.stringify([first.id, first.name, first.input, messages.slice(0, last + 1).map(({ parts }) => parts)]);
}

function isCall(part: Part): part is Extract<Part, { type: 'tool-call' }> {
  return part.type === 'tool-call';
}

/** The messages of a call up to the user's last turn; what follows in a loop of tools is made anew by every run. */
export function upToLastTurn({ messages }: LoggedCall): LoggedCall['messages'] {
  const last = messages.findLastIndex(({ role }) => role === 'user');
  const hasSteps = messages.slice(last + 1).some(({ role }) => role === 'tool');
  return hasSteps ? messages.slice(0, last + 1) : messages;
}
