import { PolypromptError } from '../../errors.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../../json.ts';
import { booleanAt, defined, listAt, textAt } from '../../jsonRead.ts';
import type { ModelEvent } from '../../messages.ts';
import { callInput } from '../mapping/callInput.ts';

type CallEvent = Extract<ModelEvent, { type: 'tool-call' }>;

/**
 * Puts calls together that come in pieces. Gemini sends a call whole, or, where gateways ask for it, its name first and then values by
 * their JSON path, a text in several pieces: https://cloud.google.com/vertex-ai/generative-ai/docs/multimodal/function-calling
 */
export class GoogleCalls {
  readonly #who: string;
  #count = 0;
  #open: CallEvent | undefined;

  constructor(who: string) {
    this.#who = who;
  }

  get count(): number {
    return this.#count;
  }

  /** The call, once nothing more is to come for it. Throws `incomplete` for a piece that belongs to none. */
  take(call: JsonObject): readonly CallEvent[] {
    const name = textAt(call, 'name');
    const before = name === undefined ? [] : this.end();
    const open = name === undefined ? this.#open : this.#begin(name, call);
    if (!open) throw this.#broken('a piece of a call that has no beginning');
    const input = listAt(call, 'partialArgs').reduce((value, piece) => this.#with(value, piece), open.input);
    this.#open = { ...open, input };
    return booleanAt(call, 'willContinue') === true ? before : [...before, ...this.end()];
  }

  /** Ends the call that is still open, since some servers never say that a call has ended; empty when none is open. */
  end(): readonly CallEvent[] {
    const open = this.#open;
    this.#open = undefined;
    return open ? [open] : [];
  }

  #begin(name: string, call: JsonObject): CallEvent {
    const id = textAt(call, 'id') ?? `call_${this.#count}`;
    this.#count++;
    return { type: 'tool-call', id, name, input: callInput(call['args']) };
  }

  #with(input: JsonValue, piece: JsonValue): JsonValue {
    const steps = stepsOf(textAt(piece, 'jsonPath') ?? '');
    const changed = steps && changedAt(input, steps, (known) => withPiece(known, piece));
    if (changed === undefined) throw this.#broken('an argument of a call at a place that is none');
    return changed;
  }

  #broken(what: string): PolypromptError {
    return new PolypromptError('incomplete', `${this.#who} sent ${what}.`);
  }
}

/** `$.operations[0].action` as its names and places; undefined for what is no such path. */
function stepsOf(path: string): readonly (string | number)[] | undefined {
  if (!/^\$(?:\.[^.[\]]+|\[\d+\]|\['[^']*'\])+$/.test(path)) return undefined;
  return [...path.matchAll(/\.([^.[\]]+)|\[(\d+)\]|\['([^']*)'\]/g)].map(([, name, place, quoted]) =>
    place === undefined ? (name ?? quoted ?? '') : Number(place),
  );
}

/** The value with something else at a place in it; undefined where a list would get a gap, or what is there is of another kind. */
function changedAt(
  value: JsonValue | undefined,
  [step, ...rest]: readonly (string | number)[],
  change: (known: JsonValue | undefined) => JsonValue,
): JsonValue | undefined {
  if (step === undefined) return change(value);
  if (typeof step === 'number') {
    const list = value === undefined ? [] : value;
    if (!Array.isArray(list) || step > list.length) return undefined;
    const item = changedAt(list[step], rest, change);
    return item === undefined ? undefined : [...list.slice(0, step), item, ...list.slice(step + 1)];
  }
  const map = value === undefined ? {} : value;
  if (!isJsonObject(map)) return undefined;
  const field = changedAt(Object.hasOwn(map, step) ? map[step] : undefined, rest, change);
  // Object.fromEntries, unlike assignment, keeps every name as an ordinary field.
  return field === undefined ? undefined : Object.fromEntries([...Object.entries(map), [step, field]]);
}

/** A text goes on where one is there; every other value comes whole. */
function withPiece(known: JsonValue | undefined, piece: JsonValue): JsonValue {
  if (!isJsonObject(piece)) return known ?? null;
  const { stringValue, numberValue, boolValue } = piece;
  if (typeof stringValue === 'string') return `${typeof known === 'string' ? known : ''}${stringValue}`;
  return defined({ value: numberValue ?? boolValue }).value ?? null;
}
