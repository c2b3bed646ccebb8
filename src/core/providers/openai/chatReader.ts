import { isJsonObject, type JsonObject } from '../../json.ts';
import { countAt, defined, listAt, objectAt, textAt } from '../../jsonRead.ts';
import type { FinishReason, ModelEvent, Usage } from '../../messages.ts';
import { CallFragments } from '../mapping/callFragments.ts';
import { choiceLogProbs } from '../mapping/logProbs.ts';
import { callEvent } from '../mapping/turnParts.ts';
import { finishReasonOf } from '../wire/finishWords.ts';
import { httpError } from '../wire/httpError.ts';
import { laterCounts } from '../wire/laterCounts.ts';
import type { HeaderReader } from '../wire/retryAfter.ts';
import { throwStreamedError } from '../wire/streamedError.ts';
import type { Ending, StreamReader, StreamSource } from '../wire/streamReader.ts';
import type { ChatFlags } from './chatFlags.ts';
import { ChatTurn } from './chatTurn.ts';

type Dialect = Pick<ChatFlags, 'reasoningIsExtra'> & Partial<Pick<ChatFlags, 'costHeader' | 'needsThoughts'>>;

/** Reads the chunks of a Chat Completions stream; chatFlags.ts lists the dialects. */
export function chatReader(source: StreamSource, dialect: Dialect): StreamReader {
  return new ChatReader(source, dialect);
}

class ChatReader implements StreamReader {
  readonly isOver = false;
  private readonly source: StreamSource;
  private readonly dialect: Dialect;
  private readonly calls = new CallFragments();
  private readonly turn: ChatTurn;
  private refused = false;
  private called = false;
  private rawFinish: string | undefined;
  private endedWithoutReason = false;
  private servedModel: string | undefined;
  private headerCost: number | undefined;
  private counts: JsonObject | undefined;
  hasBegun = false;

  constructor(source: StreamSource, dialect: Dialect) {
    this.source = source;
    this.dialect = dialect;
    this.turn = new ChatTurn(dialect.needsThoughts === true);
  }

  readHeaders(headers: HeaderReader): void {
    const { costHeader } = this.dialect;
    // A proxy that streams may send 0 here, before it knows the cost.
    const cost = costHeader === undefined ? 0 : Number(headers.get(costHeader) ?? 0);
    if (cost > 0) this.headerCost = cost;
  }

  /**
   * The end of the stream; undefined while it is open. Some servers leave the finish reason out. Usage without a choice comes last, so it
   * marks the end as well.
   */
  get ending(): Ending | undefined {
    if (this.rawFinish === undefined && !this.endedWithoutReason) return undefined;
    return {
      finishReason: this.finishReason(),
      ...defined({ rawFinishReason: this.rawFinish, servedModel: this.servedModel }),
    };
  }

  get usage(): Usage | undefined {
    return this.counts && this.readUsage(this.counts);
  }

  isContent(chunk: JsonObject): boolean {
    const choice = listAt(chunk, 'choices')[0];
    const delta = objectAt(choice, 'delta') ?? objectAt(choice, 'message');
    return (
      delta !== undefined &&
      Object.keys(delta).some((key) => key !== 'role' && delta[key] !== null && delta[key] !== '')
    );
  }

  read(chunk: JsonObject): readonly ModelEvent[] {
    throwStreamedError(chunk);
    this.servedModel ??= textAt(chunk, 'model') || undefined;
    const usage = objectAt(chunk, 'usage') ?? objectAt(objectAt(chunk, 'x_groq'), 'usage');
    if (usage) this.counts = laterCounts(this.counts ?? {}, usage);
    const choices = listAt(chunk, 'choices');
    if (usage && choices.length === 0 && this.hasBegun) this.endedWithoutReason = true;
    // A server that does not stream sends the whole answer at once.
    if (chunk['object'] === 'chat.completion') this.endedWithoutReason = true;
    return choices.length === 1 ? this.readChoice(choices[0]) : choices.flatMap((choice) => this.readChoice(choice));
  }

  flush(): readonly ModelEvent[] {
    return this.ending ? [...this.takeCalls(), ...this.turn.events()] : [];
  }

  private readChoice(choice: unknown): readonly ModelEvent[] {
    const events = [...this.readDelta(this.pieceIn(choice)), ...choiceLogProbs(choice)];
    const finish = textAt(choice, 'finish_reason');
    if (finish === 'error')
      throw httpError({ ...this.source, status: undefined, body: objectAt(choice, 'error') ?? {} });
    if (finish !== undefined && finish !== '') this.rawFinish = finish;
    return finish ? [...events, ...this.takeCalls()] : events;
  }

  /** The piece in a choice. Some servers put the whole message in place of its pieces; it counts where no piece came before. */
  private pieceIn(choice: unknown): JsonObject {
    const delta = objectAt(choice, 'delta');
    const whole = objectAt(choice, 'message');
    return (this.hasBegun ? delta : (whole ?? delta)) ?? {};
  }

  private readDelta(delta: JsonObject): ModelEvent[] {
    this.readCalls(delta);
    const refusal = textAt(delta, 'refusal') ?? '';
    if (refusal !== '') this.refused = true;
    const reasoning = textAt(delta, 'reasoning_content') ?? textAt(delta, 'reasoning') ?? thinkingIn(delta);
    const text = (textAt(delta, 'content') ?? textIn(delta)) + refusal;
    this.turn.add(delta, text);
    const content: ModelEvent[] = [];
    if (reasoning !== '') content.push({ type: 'reasoning', text: reasoning });
    if (text !== '') content.push({ type: 'text', text });
    if (content.length > 0) this.hasBegun = true;
    return content;
  }

  private readCalls(delta: JsonObject): void {
    for (const fragment of listAt(delta, 'tool_calls')) if (isJsonObject(fragment)) this.calls.add(fragment);
    const made = objectAt(delta, 'function_call');
    if (made) this.calls.addFunctionCall(made);
    if (this.calls.size > 0) this.hasBegun = true;
  }

  private takeCalls(): ModelEvent[] {
    const calls = this.calls.take();
    if (calls.length > 0) this.called = true;
    this.turn.addCalls(calls);
    return calls.map(callEvent);
  }

  private finishReason(): FinishReason {
    const reason = this.rawFinish === undefined ? 'stop' : finishReasonOf(this.rawFinish);
    if (reason !== 'stop') return reason;
    if (this.refused) return 'refusal';
    return this.called || this.calls.size > 0 ? 'tool-calls' : 'stop';
  }

  private readUsage(usage: JsonObject): Usage {
    const input = objectAt(usage, 'prompt_tokens_details');
    const reasoningTokens =
      countAt(objectAt(usage, 'completion_tokens_details'), 'reasoning_tokens') ?? countAt(usage, 'reasoning_tokens');
    const completion = countAt(usage, 'completion_tokens');
    const extra = this.dialect.reasoningIsExtra ? (reasoningTokens ?? 0) : 0;
    const ticks = countAt(usage, 'cost_in_usd_ticks');
    return defined({
      inputTokens: countAt(usage, 'prompt_tokens'),
      cachedInputTokens:
        countAt(input, 'cached_tokens') ??
        countAt(usage, 'prompt_cache_hit_tokens') ??
        countAt(usage, 'num_cached_tokens'),
      cacheWriteTokens: countAt(input, 'cache_write_tokens'),
      outputTokens: completion === undefined ? undefined : completion + extra,
      reasoningTokens,
      reportedCost: countAt(usage, 'cost') ?? (ticks === undefined ? this.headerCost : ticks / 1e10),
    });
  }
}

/**
 * The text of a delta. Mistral's reasoning models send content as a list of typed parts: https://docs.mistral.ai/capabilities/reasoning/
 */
function textIn(delta: JsonObject): string {
  return listAt(delta, 'content')
    .map((part) => textAt(part, 'text') ?? '')
    .join('');
}

function thinkingIn(delta: JsonObject): string {
  const parts = listAt(delta, 'content').flatMap((part) => listAt(part, 'thinking'));
  return parts.map((part) => textAt(part, 'text') ?? '').join('');
}
