import type { LoggedCall } from './calls/loggedCall.ts';
import { textOf } from './calls/readMessages.ts';
import { HeldCalls } from './heldCalls.ts';
import { fillFrom, mergeParts } from './mergeParts.ts';

/** Counts of records that became no call of their own. */
export interface JoinCounts {
  /** Rows with the id of an earlier row, such as attempts that were made again. */
  retries: number;
  /** Spans that tell of a call of which another span tells more. */
  duplicates: number;
}

/** The text of parts that may wait for the rest of their call, in UTF-16 units. */
const mostParts = 32_000_000;
/** The text of whole calls that may wait for another attempt, another span or a score, which stand close by. */
const mostCalls = 4_000_000;

/**
 * Makes whole calls of parts, in one pass: logs and traces by their span, batches by custom_id, attempts by their request, spans of one call by
 * the id of its answer. Calls that nothing can be joined to pass at once; the others wait within a bound, so that memory does not grow with
 * the file.
 */
export class CallJoiner {
  readonly counts: JoinCounts = { retries: 0, duplicates: 0 };
  readonly #parts: HeldCalls<LoggedCall>;
  readonly #calls: HeldCalls<LoggedCall>;
  readonly #spans = new HeldCalls<true>(200_000);

  constructor(most: number = mostParts) {
    this.#parts = new HeldCalls(most);
    this.#calls = new HeldCalls(Math.min(most, mostCalls));
  }

  /** Adds a call or a part of one and returns the calls that are whole by that. */
  add(part: LoggedCall, size: number): readonly LoggedCall[] {
    if (part.joinKey === undefined) return this.#whole(part, size);
    const earlier = this.#parts.get(part.joinKey);
    const merged = earlier ? mergeParts(earlier, part) : part;
    return this.#parts
      .set(part.joinKey, merged, size + (earlier ? sizeOf(earlier) : 0))
      .flatMap((call) => this.#whole(call, size));
  }

  /** The calls that still waited. */
  end(): readonly LoggedCall[] {
    const early = this.#parts.take().flatMap((call) => this.#whole(call, 0));
    return [...early, ...this.#calls.take()].filter((call) => !this.#isShadow(call));
  }

  #whole(call: LoggedCall, size: number): readonly LoggedCall[] {
    this.#noteSpan(call);
    const keys = keysOf(call);
    const key = keys.find((candidate) => this.#calls.get(candidate) !== undefined) ?? keys[0];
    if (key === undefined) return [call];
    const earlier = this.#calls.get(key);
    // Servers that answer from a cache give one id to several calls, and those stay apart.
    if (earlier && !asksTheSame(earlier, call)) return [earlier, ...this.#calls.set(key, call, size)];
    return this.#calls
      .set(key, earlier ? this.#one(earlier, call) : call, size)
      .filter((left) => !this.#isShadow(left));
  }

  /** The one call that two records tell of. */
  #one(earlier: LoggedCall, later: LoggedCall): LoggedCall {
    if (isOnlyFeedback(later)) return { ...earlier, feedback: { ...earlier.feedback, ...later.feedback } };
    if (isOnlyFeedback(earlier)) return { ...later, feedback: { ...earlier.feedback, ...later.feedback } };
    const isRetry = later.ids.request !== undefined && later.ids.request === earlier.ids.request;
    if (isRetry) {
      this.counts.retries++;
      return later.answers.length > 0 || earlier.answers.length === 0 ? later : earlier;
    }
    this.counts.duplicates++;
    const isInner = later.ids.parent !== undefined && later.ids.parent === earlier.ids.span;
    const laterWins = later.messages.length > 0 && (earlier.messages.length === 0 || isInner);
    return laterWins ? fillFrom(later, earlier) : fillFrom(earlier, later);
  }

  #noteSpan({ ids, messages }: LoggedCall) {
    if (ids.trace === undefined || messages.length === 0) return;
    this.#spans.set(`span ${ids.trace} ${ids.span ?? ''}`, true, 1);
    if (ids.parent !== undefined) this.#spans.set(`parent ${ids.trace} ${ids.parent}`, true, 1);
  }

  /** True for a span without content that is the parent or the child of one that has it. */
  #isShadow({ ids, messages, joinKey, answers }: LoggedCall): boolean {
    if (messages.length > 0 || answers.length > 0 || ids.trace === undefined || !joinKey?.startsWith('span '))
      return false;
    const isInner = ids.parent !== undefined && this.#spans.get(`span ${ids.trace} ${ids.parent}`) !== undefined;
    const isOuter = this.#spans.get(`parent ${ids.trace} ${ids.span ?? ''}`) !== undefined;
    if (isInner || isOuter) this.counts.duplicates++;
    return isInner || isOuter;
  }
}

function keysOf({ ids, format }: LoggedCall): readonly string[] {
  const keys = [];
  if (ids.response !== undefined) keys.push(`response ${ids.response}`);
  if (ids.request !== undefined) keys.push(`${format} ${ids.request}`);
  if (keys.length === 0 && ids.span !== undefined) keys.push(`span ${ids.trace ?? ''} ${ids.span}`);
  return keys;
}

function asksTheSame(one: LoggedCall, other: LoggedCall): boolean {
  if (one.messages.length === 0 || other.messages.length === 0) return true;
  return one.messages.length === other.messages.length && lastText(one) === lastText(other);
}

function lastText({ messages }: LoggedCall): string {
  const last = messages.at(-1);
  return last ? textOf(last) : '';
}

function isOnlyFeedback({ messages, answers, feedback, row, error }: LoggedCall): boolean {
  const isEmpty = messages.length === 0 && answers.length === 0 && row === undefined && error === undefined;
  return isEmpty && Object.keys(feedback).length > 0;
}

function sizeOf({ messages, answers }: LoggedCall): number {
  const parts = [...messages, ...answers.map(({ message }) => message)].flatMap((message) => message.parts);
  return parts.reduce((sum, part) => sum + ('text' in part ? part.text.length : 100), 200);
}
