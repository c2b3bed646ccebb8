import { isJsonObject, type JsonObject } from '../../json.ts';
import { objectAt, textAt } from '../../jsonRead.ts';
import type { ModelEvent } from '../../messages.ts';
import { callArguments } from '../mapping/callInput.ts';
import type { CallPart } from '../mapping/turnParts.ts';

/** Collects the function calls of a Responses stream: an item that is done gives a whole call; where none is done, its pieces give it. */
export class ResponseCalls {
  readonly #open = new Map<string, JsonObject>();
  readonly #told = new Map<string, CallPart>();

  get hasCalls(): boolean {
    return this.#told.size > 0;
  }

  get hasBegun(): boolean {
    return this.hasCalls || this.#open.size > 0;
  }

  /** The calls that were given, in the order in which they were. */
  get calls(): readonly CallPart[] {
    return [...this.#told.values()];
  }

  /** The call that was given for an item; undefined for any other item. */
  callOf(item: JsonObject): CallPart | undefined {
    return isCall(item) ? this.#told.get(keyOf(item)) : undefined;
  }

  read(chunk: JsonObject): readonly ModelEvent[] {
    const item = objectAt(chunk, 'item');
    switch (textAt(chunk, 'type')) {
      case 'response.output_item.added':
        if (item && isCall(item)) this.#open.set(placeIn(chunk, item), item);
        return [];
      case 'response.function_call_arguments.delta':
        this.#addArguments(chunk, (before) => before + (textAt(chunk, 'delta') ?? ''));
        return [];
      case 'response.function_call_arguments.done':
        this.#addArguments(chunk, (before) => chunk['arguments'] ?? before);
        return [];
      default:
        return [];
    }
  }

  endItem(item: JsonObject): readonly ModelEvent[] {
    if (!isCall(item)) return [];
    const key = keyOf(item);
    for (const [place, open] of this.#open)
      if (place === textAt(item, 'id') || keyOf(open) === key) this.#open.delete(place);
    if (this.#told.has(key)) return [];
    const id = textAt(item, 'call_id') ?? textAt(item, 'id') ?? `call_${this.#told.size}`;
    const name = textAt(item, 'name') ?? '';
    const call: CallPart = { type: 'tool-call', id, name, ...callArguments(item['arguments']) };
    this.#told.set(key, call);
    return [call];
  }

  /** The calls that were not given before: those of the whole response, and those whose items were never done. */
  rest(items: readonly JsonObject[]): readonly ModelEvent[] {
    const told = items.flatMap((item) => this.endItem(item));
    const unfinished = [...this.#open.values()].filter((item) => textAt(item, 'name') !== undefined);
    return [...told, ...unfinished.flatMap((item) => this.endItem(item))];
  }

  #addArguments(chunk: JsonObject, change: (before: string) => JsonObject[string]): void {
    const place = placeIn(chunk, {});
    const item = this.#open.get(place) ?? { ...chunk, type: 'function_call', arguments: '' };
    this.#open.set(place, { ...item, arguments: change(textAt(item, 'arguments') ?? '') });
  }
}

function isCall(item: unknown): boolean {
  return isJsonObject(item) && item['type'] === 'function_call';
}

/** The key of a call's pieces, which name its item by id, or by place where they have no id. */
function placeIn(chunk: JsonObject, item: JsonObject): string {
  return String(textAt(item, 'id') ?? textAt(chunk, 'item_id') ?? chunk['output_index'] ?? 0);
}

/** The key of a call, which is the same wherever the call stands. */
function keyOf(item: JsonObject): string {
  const id = textAt(item, 'call_id') ?? textAt(item, 'id') ?? textAt(item, 'item_id');
  return id ?? JSON.stringify([item['name'] ?? '', item['arguments'] ?? '']);
}
