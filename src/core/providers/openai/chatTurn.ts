import type { JsonObject } from '../../json.ts';
import { defined, listAt, textAt } from '../../jsonRead.ts';
import type { ModelEvent, Part } from '../../messages.ts';
import { ReasoningDetails } from '../mapping/reasoningDetails.ts';
import { type CallPart, turnEvents } from '../mapping/turnParts.ts';

/**
 * Collects an answer of Chat Completions as it has to be sent back. Some vendors want their thoughts back with the calls that these led
 * to, under the name by which they came: DeepSeek `reasoning_content`, OpenRouter `reasoning_details`.
 */
export class ChatTurn {
  readonly #needsThoughts: boolean;
  readonly #details = new ReasoningDetails();
  #thoughts = '';
  #text = '';
  readonly #calls: CallPart[] = [];

  /** `needsThoughts`: thoughts that led to words alone are kept too, since they may stand at the end of a turn with calls. */
  constructor(needsThoughts: boolean) {
    this.#needsThoughts = needsThoughts;
  }

  /** Adds a delta, or a message in one piece, whose words are this text. */
  add(delta: JsonObject, text: string): void {
    this.#text += text;
    this.#thoughts += textAt(delta, 'reasoning_content') ?? '';
    this.#details.add(listAt(delta, 'reasoning_details'));
  }

  addCalls(calls: readonly CallPart[]): void {
    this.#calls.push(...calls);
  }

  events(): readonly ModelEvent[] {
    const text: Part[] = this.#text === '' ? [] : [{ type: 'text', text: this.#text }];
    return turnEvents([...this.#reasoning(), ...text, ...this.#calls]);
  }

  #reasoning(): Part[] {
    const { entries } = this.#details;
    if (entries.length > 0) {
      const text = entries.map((entry) => textAt(entry, 'text') ?? textAt(entry, 'summary') ?? '').join('');
      return [{ type: 'reasoning', text, state: { reasoning_details: [...entries] } }];
    }
    const isWanted = this.#thoughts !== '' && (this.#needsThoughts || this.#calls.length > 0);
    return isWanted ? [{ type: 'reasoning', text: this.#thoughts, state: 'reasoning_content' }] : [];
  }
}

/** The fields by which thoughts go back in a message of the assistant. */
export function thoughtFields(parts: readonly Part[]): JsonObject {
  const thoughts = parts.filter((part) => part.type === 'reasoning');
  const details = thoughts.flatMap(({ state = null }) => listAt(state, 'reasoning_details'));
  if (details.length > 0) return { reasoning_details: details };
  const told = thoughts.filter(({ state }) => state === 'reasoning_content');
  return defined({ reasoning_content: told.length > 0 ? told.map(({ text }) => text).join('') : undefined });
}
