import type { JsonObject, JsonValue } from '../../json.ts';
import { defined, objectAt, textAt } from '../../jsonRead.ts';
import { callArguments, isWholeJson, placeOf } from './callInput.ts';
import type { CallPart } from './turnParts.ts';

interface OpenCall {
  readonly index: number | undefined;
  id: string;
  name: string;
  arguments: string;
  /** What Gemini wants back with the call: https://ai.google.dev/gemini-api/docs/thought-signatures#openai */
  extra: JsonObject | undefined;
}

/**
 * Joins the fragments of tool calls in a Chat Completions stream. By the documentation fragments belong together by index, and only the
 * first one has id and name: https://platform.openai.com/docs/api-reference/chat-streaming. Some servers give several whole calls one
 * index, none, or one as text, and leave ids out.
 */
export class CallFragments {
  readonly #calls: OpenCall[] = [];
  /** The number of calls that were taken before, so that made-up ids stay apart. */
  #taken = 0;

  get size(): number {
    return this.#calls.length;
  }

  /** One entry of `tool_calls`. */
  add(fragment: JsonObject): void {
    const place = { index: placeOf(fragment['index']), id: textAt(fragment, 'id') ?? '' };
    this.#addTo({ ...place, extra: objectAt(fragment, 'extra_content') }, objectAt(fragment, 'function') ?? {});
  }

  /** The `function_call` of servers that know no `tool_calls`. */
  addFunctionCall(made: JsonObject): void {
    this.#addTo({ index: undefined, id: '', extra: undefined }, made);
  }

  /** Every call, in the order of their indexes and then of their coming. */
  take(): CallPart[] {
    const calls = this.#calls.splice(0).sort((left, right) => (left.index ?? 0) - (right.index ?? 0));
    const first = this.#taken;
    this.#taken += calls.length;
    return calls.map(({ id, name, arguments: given, extra }, place) => ({
      type: 'tool-call',
      id: id || `call_${first + place}`,
      name,
      ...callArguments(given),
      ...defined({ state: extra && { extra_content: extra } }),
    }));
  }

  #addTo(place: Pick<OpenCall, 'index' | 'id' | 'extra'>, made: JsonObject): void {
    const name = textAt(made, 'name') ?? '';
    const given = argumentsText(made['arguments']);
    const call = this.#callFor({ ...place, name, arguments: given });
    call.id ||= place.id;
    call.name ||= name;
    call.extra ??= place.extra;
    // Some servers give the whole call once more at its end.
    const isRepeated = given !== '' && given === call.arguments && isWholeJson(given);
    if (!isRepeated) call.arguments += given;
  }

  #callFor(fragment: OpenCall): OpenCall {
    const { index, id } = fragment;
    const sameId = id === '' ? undefined : this.#calls.find((call) => call.id === id);
    if (sameId) return sameId;
    const before = this.#calls.findLast((call) => index === undefined || call.index === index);
    if (before && !beginsAnother(before, fragment)) return before;
    const call: OpenCall = { index, id: '', name: '', arguments: '', extra: undefined };
    this.#calls.push(call);
    return call;
  }
}

/**
 * True when a fragment that could continue a call is the first of another one. Most fragments have neither id nor name, and what came before
 * is not parsed for them: the arguments of a call may come in thousands of pieces.
 */
function beginsAnother(before: OpenCall, { id, name, arguments: given }: OpenCall): boolean {
  const isWhole = () => before.arguments !== '' && isWholeJson(before.arguments);
  if (id !== '' && before.id !== '' && id !== before.id) return name !== '' || isWhole();
  if (name === '' || before.name === '') return false;
  return name !== before.name || (given !== '' && id === '' && isWhole());
}

function argumentsText(given: JsonValue | undefined): string {
  if (given === undefined || given === null) return '';
  return typeof given === 'string' ? given : JSON.stringify(given);
}
