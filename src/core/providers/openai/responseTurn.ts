import type { JsonObject, JsonValue } from '../../json.ts';
import { countAt, listAt, objectAt, textAt } from '../../jsonRead.ts';
import type { ModelEvent } from '../../messages.ts';
import { TurnParts } from '../mapping/turnParts.ts';
import type { ResponseCalls } from './responseCalls.ts';

/** What was told of an answer while it came. */
interface Told {
  readonly text: string;
  readonly calls: ResponseCalls;
}

/**
 * Keeps the items of a response for sending them back: items of reasoning with their encrypted content, messages with their phase. An item
 * counts as it is when it is done, since `encrypted_content` may not be whole before:
 * https://platform.openai.com/docs/guides/reasoning#encrypted-reasoning-items
 */
export class ResponseTurn {
  readonly #done: { readonly place: number; readonly item: JsonObject }[] = [];

  /** Takes the item of a `response.output_item.done`. */
  addItem(chunk: JsonObject): void {
    const item = objectAt(chunk, 'item');
    if (item) this.#done.push({ place: countAt(chunk, 'output_index') ?? this.#done.length, item });
  }

  /** The event of the answer; `output` are the items of the whole response, which some servers leave out. */
  events(output: readonly JsonObject[], told: Told): readonly ModelEvent[] {
    const done = this.#done.toSorted((left, right) => left.place - right.place).map(({ item }) => item);
    const items = done.length < output.length ? output : done;
    return (isAllOf(items, told) ? inOrder(items, told) : inUsualOrder(items, told)).events();
  }
}

function isAllOf(items: readonly JsonObject[], { text, calls }: Told): boolean {
  const known = items.filter((item) => calls.callOf(item) !== undefined);
  return items.map(wordsOf).join('') === text && known.length === calls.calls.length;
}

function inOrder(items: readonly JsonObject[], { calls }: Told): TurnParts {
  const turn = new TurnParts();
  for (const item of items) {
    const call = calls.callOf(item);
    if (call) turn.addCall(call);
    addReasoning(item, turn);
    turn.addText(wordsOf(item), phaseOf(item));
  }
  return turn;
}

/** The answer of a server that did not give each item when it was done: thoughts, then words, then calls. */
function inUsualOrder(items: readonly JsonObject[], { text, calls }: Told): TurnParts {
  const turn = new TurnParts();
  for (const item of items) addReasoning(item, turn);
  turn.addText(text);
  for (const call of calls.calls) turn.addCall(call);
  return turn;
}

function addReasoning(item: JsonObject, turn: TurnParts): void {
  if (isReplayable(item)) turn.addReasoning(thoughtsOf(item), item);
}

/** True for reasoning that can go back. Without its content the server would look it up by its id, and nothing is stored there. */
export function isReplayable(item: JsonValue | undefined): item is JsonObject {
  const hasContent = textAt(item, 'encrypted_content') !== undefined || listAt(item, 'content').length > 0;
  return textAt(item, 'type') === 'reasoning' && hasContent;
}

function thoughtsOf(item: JsonObject): string {
  const parts = [...listAt(item, 'summary'), ...listAt(item, 'content')];
  return parts.map((part) => textAt(part, 'text') ?? '').join('\n\n');
}

function wordsOf(item: JsonObject): string {
  if (textAt(item, 'type') === 'reasoning') return '';
  return listAt(item, 'content')
    .map((part) => textAt(part, 'refusal') ?? textAt(part, 'text') ?? '')
    .join('');
}

/** The phase of a message, without which the quality of later answers drops: https://platform.openai.com/docs/guides/latest-model */
function phaseOf(item: JsonObject): JsonValue | undefined {
  const phase = textAt(item, 'phase');
  return phase === undefined ? undefined : { phase };
}
