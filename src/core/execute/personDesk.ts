import type { ToolCall } from '../messages.ts';
import type { CallReply } from '../run/callReply.ts';
import type { ToolResult } from '../run/round.ts';

/** Thrown where a person ends a cell instead of answering a call: the calls are its answer. */
export class EndedByPerson extends Error {}

/** Thrown where a cell is stopped while it waits for a person. */
export class StoppedWaiting extends Error {}

interface Waiting {
  readonly call: ToolCall;
  readonly settled: PromiseWithResolvers<CallReply | 'stop'>;
}

/** The calls that wait for a person, at most one for each cell. */
export class PersonDesk {
  readonly #waiting = new Map<string, Waiting>();

  /** Waits for the answer to a call. Rejects with `EndedByPerson` or `StoppedWaiting`. */
  async ask(cell: string, call: ToolCall): Promise<ToolResult> {
    const settled = Promise.withResolvers<CallReply | 'stop'>();
    this.#waiting.set(cell, { call, settled });
    const reply = await settled.promise;
    this.#waiting.delete(cell);
    if (reply === 'stop') throw new StoppedWaiting();
    if (reply.type === 'end') throw new EndedByPerson();
    const { id, name } = call;
    return reply.type === 'result'
      ? { id, name, output: reply.output, by: 'person' }
      : { id, name, output: reply.message, isError: true, by: 'person' };
  }

  /** Answers the call that a cell waits for; false where it waits for none. */
  answer(cell: string, reply: CallReply): boolean {
    return this.#settle(cell, reply);
  }

  stop(cell: string): void {
    this.#settle(cell, 'stop');
  }

  stopAll(): void {
    for (const cell of [...this.#waiting.keys()]) this.stop(cell);
  }

  #settle(cell: string, reply: CallReply | 'stop'): boolean {
    const waiting = this.#waiting.get(cell);
    waiting?.settled.resolve(reply);
    return waiting !== undefined;
  }
}
