import { PolypromptError } from '../../errors.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../../json.ts';
import { booleanAt, defined, listAt, textAt } from '../../jsonRead.ts';
import { callArguments } from '../mapping/callInput.ts';
import type { CallPart } from '../mapping/turnParts.ts';

/**
 * Puts calls together that come in pieces. Gemini sends a call whole, or, where gateways ask for it, its name first and then values by
 * their JSON path, a text in several pieces: https://cloud.google.com/vertex-ai/generative-ai/docs/multimodal/function-calling
 */
export class GoogleCalls {
  readonly #who: string;
  #count = 0;
  #open: CallPart | undefined;

  constructor(who: string) {
    this.#who = who;
  }

  get count(): number {
    return this.#count;
  }

  /** The call, once nothing more is to come for it, with the state that came beside any of its pieces. Throws `incomplete` for a piece that belongs to none. */
  take(call: JsonObject, state?: JsonValue): readonly CallPart[] {
    const name = textAt(call, 'name');
    const before = name === undefined ? [] : this.end();
    const known = name === undefined ? this.#open : this.#begin(name, call);
    const open = known && { ...known, ...defined({ state }) };
    if (!open) throw this.#broken('a piece of a call that has no beginning');
    for (const piece of listAt(call, 'partialArgs'))
      if (!takePiece(open.input, piece)) throw this.#broken('an argument of a call at a place that is none');
    this.#open = open;
    return booleanAt(call, 'willContinue') === true ? before : [...before, ...this.end()];
  }

  /** Ends the call that is still open, since some servers never say that a call has ended; empty when none is open. */
  end(): readonly CallPart[] {
    const open = this.#open;
    this.#open = undefined;
    return open ? [open] : [];
  }

  #begin(name: string, call: JsonObject): CallPart {
    const id = textAt(call, 'id') ?? `call_${this.#count}`;
    this.#count++;
    return { type: 'tool-call', id, name, ...callArguments(call['args']) };
  }

  #broken(what: string): PolypromptError {
    return new PolypromptError('incomplete', `${this.#who} sent ${what}.`);
  }
}

type Step = string | number;

/** A longer path is none: what is nested deeper could not be read again. */
const mostSteps = 100;

/** `$.operations[0].action` as its names and places; undefined for what is no such path. */
function stepsOf(path: string): readonly Step[] | undefined {
  if (!/^\$(?:\.[^.[\]]+|\[\d+\]|\['[^']*'\])+$/.test(path)) return undefined;
  const steps = [...path.matchAll(/\.([^.[\]]+)|\[(\d+)\]|\['([^']*)'\]/g)].map(([, name, place, quoted]) =>
    place === undefined ? (name ?? quoted ?? '') : Number(place),
  );
  return steps.length > mostSteps ? undefined : steps;
}

/** Puts a piece at its place in the arguments. False where that is none: a list would get a gap, or something else is there. */
function takePiece(input: JsonValue, piece: JsonValue): boolean {
  const steps = stepsOf(textAt(piece, 'jsonPath') ?? '');
  let holder: JsonValue | undefined = input;
  for (const [index, step] of (steps ?? []).entries()) {
    if (holder === undefined || !mayHold(holder, step)) return false;
    const known = fieldOf(holder, step);
    const next = steps?.[index + 1];
    const value = next === undefined ? withPiece(known, piece) : (known ?? (typeof next === 'number' ? [] : {}));
    if (value !== known) Object.defineProperty(holder, step, { value, ...ordinary });
    holder = value;
  }
  return steps !== undefined;
}

/** Unlike an assignment, this makes an ordinary field of every name. */
const ordinary = { enumerable: true, configurable: true, writable: true };

function mayHold(holder: JsonValue, step: Step): boolean {
  return typeof step === 'number' ? Array.isArray(holder) && step <= holder.length : isJsonObject(holder);
}

function fieldOf(holder: JsonValue, step: Step): JsonValue | undefined {
  if (typeof step === 'number') return Array.isArray(holder) ? holder[step] : undefined;
  return isJsonObject(holder) && Object.hasOwn(holder, step) ? holder[step] : undefined;
}

/** A text goes on where one is there; every other value comes whole. */
function withPiece(known: JsonValue | undefined, piece: JsonValue): JsonValue {
  if (!isJsonObject(piece)) return known ?? null;
  const { stringValue, numberValue, boolValue } = piece;
  if (typeof stringValue === 'string') return `${typeof known === 'string' ? known : ''}${stringValue}`;
  return numberValue ?? boolValue ?? null;
}
