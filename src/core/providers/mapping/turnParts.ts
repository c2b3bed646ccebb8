import type { JsonValue } from '../../json.ts';
import { defined } from '../../jsonRead.ts';
import type { ModelEvent, Part } from '../../messages.ts';

export type CallPart = Extract<Part, { type: 'tool-call' }>;

/** Collects an answer in the order in which it has to be sent back. */
export class TurnParts {
  readonly #parts: Part[] = [];

  /** Adds words. Those without state go on where words without state were; a state stays with its own piece. */
  addText(text: string, state?: JsonValue): void {
    const last = this.#parts.at(-1);
    if (state === undefined && last?.type === 'text' && last.state === undefined)
      this.#parts[this.#parts.length - 1] = { type: 'text', text: last.text + text };
    else if (text !== '' || state !== undefined) this.#parts.push({ type: 'text', text, ...defined({ state }) });
  }

  /** Adds thoughts, which are sent back for their state alone. */
  addReasoning(text: string, state: JsonValue): void {
    this.#parts.push({ type: 'reasoning', text, state });
  }

  addCall(call: CallPart): void {
    this.#parts.push(call);
  }

  /** The event of the whole answer; none where its text and then its calls say the same. */
  events(): readonly ModelEvent[] {
    return turnEvents(this.#parts);
  }
}

/** The event of an answer of these parts; none where its text and then its calls say the same. */
export function turnEvents(parts: readonly Part[]): readonly ModelEvent[] {
  const hasState = parts.some((part) => 'state' in part && part.state !== undefined);
  const firstCall = parts.findIndex((part) => part.type === 'tool-call');
  const hasTextBehind = firstCall >= 0 && parts.slice(firstCall).some((part) => part.type === 'text');
  return hasState || hasTextBehind ? [{ type: 'turn', parts: [...parts] }] : [];
}

/** A call as it is reported, without its state. */
export function callEvent({ state: _unseen, ...call }: CallPart): ModelEvent {
  return call;
}
