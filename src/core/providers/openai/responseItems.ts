import { isJsonObject, type JsonObject } from '../../json.ts';
import { listAt, objectAt, textAt } from '../../jsonRead.ts';
import type { ModelEvent } from '../../messages.ts';
import { ResponseCalls } from './responseCalls.ts';
import { ResponseTurn } from './responseTurn.ts';

/**
 * Gives each content of a Responses stream once. By the documentation text comes in deltas, and again when its part, its item and the
 * response are done; some servers leave the deltas out, or all but one of the others.
 */
export class ResponseItems {
  readonly #calls = new ResponseCalls();
  readonly #turn = new ResponseTurn();
  #text = '';
  /** The offsets in the text at which the part and the item under way begin. */
  #partStart = 0;
  #itemStart = 0;
  #reasoned = false;
  refused = false;

  get called(): boolean {
    return this.#calls.hasCalls;
  }

  get hasBegun(): boolean {
    return this.#text !== '' || this.#reasoned || this.#calls.hasBegun;
  }

  read(chunk: JsonObject): readonly ModelEvent[] {
    const delta = textAt(chunk, 'delta') ?? '';
    switch (textAt(chunk, 'type')) {
      case 'response.output_text.delta':
        return this.#add(delta);
      case 'response.refusal.delta':
        this.refused = true;
        return this.#add(delta);
      case 'response.reasoning_summary_text.delta':
      case 'response.reasoning_text.delta':
        return this.#reason(delta);
      case 'response.output_text.done':
      case 'response.refusal.done':
        return this.#endPart([chunk]);
      case 'response.content_part.done':
        return this.#endPart([chunk['part'] ?? null]);
      case 'response.output_item.done':
        this.#turn.addItem(chunk);
        return this.#endItem(objectAt(chunk, 'item'));
      default:
        return this.#calls.read(chunk);
    }
  }

  /** The whole answer as it has to be sent back, once the response is whole. */
  turn(items: readonly JsonObject[]): readonly ModelEvent[] {
    return this.#turn.events(items, { text: this.#text, calls: this.#calls });
  }

  /** The content of the whole response that was not given before. */
  rest(items: readonly JsonObject[]): readonly ModelEvent[] {
    const reasoning = items.flatMap((item) => this.#endReasoning(item));
    const parts = items.filter(isMessage).flatMap((item) => listAt(item, 'content'));
    return [...reasoning, ...this.#complete(parts, 0), ...this.#calls.rest(items)];
  }

  #endPart(parts: readonly unknown[]): readonly ModelEvent[] {
    const events = this.#complete(parts, this.#partStart);
    this.#partStart = this.#text.length;
    return events;
  }

  #endItem(item: JsonObject | undefined): readonly ModelEvent[] {
    if (!item) return [];
    if (!isMessage(item)) return [...this.#endReasoning(item), ...this.#calls.endItem(item)];
    const events = this.#complete(listAt(item, 'content'), this.#itemStart);
    this.#itemStart = this.#text.length;
    this.#partStart = this.#text.length;
    return events;
  }

  /** The end of a text whose beginning was given already; nothing where another text was given. */
  #complete(parts: readonly unknown[], start: number): readonly ModelEvent[] {
    if (parts.some((part) => textAt(part, 'refusal'))) this.refused = true;
    const whole = parts.map((part) => textAt(part, 'refusal') ?? textAt(part, 'text') ?? '').join('');
    const told = this.#text.slice(start);
    if (this.#text.endsWith(whole) || !whole.startsWith(told)) return [];
    return this.#add(whole.slice(told.length));
  }

  #endReasoning(item: JsonObject): readonly ModelEvent[] {
    if (this.#reasoned || textAt(item, 'type') !== 'reasoning') return [];
    const parts = [...listAt(item, 'summary'), ...listAt(item, 'content')];
    return this.#reason(parts.map((part) => textAt(part, 'text') ?? '').join('\n\n'));
  }

  #add(text: string): readonly ModelEvent[] {
    if (text === '') return [];
    this.#text += text;
    return [{ type: 'text', text }];
  }

  #reason(text: string): readonly ModelEvent[] {
    if (text === '') return [];
    this.#reasoned = true;
    return [{ type: 'reasoning', text }];
  }
}

export function isMessage(item: unknown): boolean {
  return (
    isJsonObject(item) && (item['type'] === 'message' || (item['type'] === undefined && Array.isArray(item['content'])))
  );
}
