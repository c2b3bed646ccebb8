import type { JsonObject } from '../json.ts';
import { countAt, defined, listAt, objectAt, parseArguments, textAt } from '../jsonRead.ts';
import type { FinishReason, ModelEvent, Usage } from '../messages.ts';
import type { ChatFlags } from './chatFlags.ts';
import { httpError } from './httpError.ts';
import type { HeaderReader } from './retryAfter.ts';
import { throwStreamedError } from './streamedError.ts';
import type { Ending, StreamReader, StreamSource } from './streamReader.ts';

type Dialect = Pick<ChatFlags, 'reasoningIsExtra'> & Partial<Pick<ChatFlags, 'servedModelHeader' | 'costHeader'>>;

/** Reads the chunks of a Chat Completions stream; for the dialect see chatFlags.ts. */
export function chatReader(source: StreamSource, dialect: Dialect): StreamReader {
  return new ChatReader(source, dialect);
}

interface CallInProgress {
  id: string;
  name: string;
  arguments: string;
}

const finishReasons: Readonly<Record<string, FinishReason>> = {
  stop: 'stop',
  eos: 'stop',
  end_turn: 'stop',
  stop_sequence: 'stop',
  length: 'length',
  max_tokens: 'length',
  model_length: 'length',
  tool_calls: 'tool-calls',
  function_call: 'tool-calls',
  content_filter: 'content-filter',
  refusal: 'refusal',
};

class ChatReader implements StreamReader {
  readonly isOver = false;
  private readonly source: StreamSource;
  private readonly dialect: Dialect;
  private readonly calls = new Map<number, CallInProgress>();
  private refused = false;
  private called = false;
  private rawFinish: string | undefined;
  private endedByUsage = false;
  private servedModel: string | undefined;
  private headerCost: number | undefined;
  hasBegun = false;
  usage: Usage | undefined;

  constructor(source: StreamSource, dialect: Dialect) {
    this.source = source;
    this.dialect = dialect;
  }

  readHeaders(headers: HeaderReader): void {
    const { servedModelHeader, costHeader } = this.dialect;
    const told = (name: string | undefined) => (name === undefined ? '' : (headers.get(name) ?? ''));
    this.servedModel = told(servedModelHeader) || undefined;
    // A proxy that streams may say 0 here, before it knows.
    const cost = Number(told(costHeader));
    if (cost > 0) this.headerCost = cost;
  }

  /** Some servers leave the finish reason out; usage without a choice comes last, so it marks the end as well. */
  get ending(): Ending | undefined {
    if (this.rawFinish === undefined && !this.endedByUsage) return undefined;
    return {
      finishReason: this.finishReason(),
      ...defined({ rawFinishReason: this.rawFinish, servedModel: this.servedModel }),
    };
  }

  isContent(chunk: JsonObject): boolean {
    const delta = objectAt(listAt(chunk, 'choices')[0], 'delta');
    return (
      delta !== undefined &&
      Object.keys(delta).some((key) => key !== 'role' && delta[key] !== null && delta[key] !== '')
    );
  }

  read(chunk: JsonObject): readonly ModelEvent[] {
    throwStreamedError(chunk);
    this.servedModel ??= textAt(chunk, 'model') || undefined;
    const usage = objectAt(chunk, 'usage') ?? objectAt(objectAt(chunk, 'x_groq'), 'usage');
    if (usage) this.usage = this.readUsage(usage);
    const choices = listAt(chunk, 'choices');
    if (usage && choices.length === 0 && this.hasBegun) this.endedByUsage = true;
    return choices.length === 1 ? this.readChoice(choices[0]) : choices.flatMap((choice) => this.readChoice(choice));
  }

  flush(): readonly ModelEvent[] {
    return this.ending ? this.takeCalls() : [];
  }

  private readChoice(choice: unknown): readonly ModelEvent[] {
    const delta = objectAt(choice, 'delta') ?? objectAt(choice, 'message');
    const events = delta ? this.readDelta(delta) : [];
    const finish = textAt(choice, 'finish_reason');
    if (finish === 'error')
      throw httpError({ ...this.source, status: undefined, body: objectAt(choice, 'error') ?? {} });
    if (finish !== undefined && finish !== '') this.rawFinish = finish;
    return finish ? [...events, ...this.takeCalls()] : events;
  }

  private readDelta(delta: JsonObject): ModelEvent[] {
    for (const fragment of listAt(delta, 'tool_calls')) this.readCall(fragment);
    const refusal = textAt(delta, 'refusal') ?? '';
    if (refusal !== '') this.refused = true;
    const reasoning = textAt(delta, 'reasoning_content') ?? textAt(delta, 'reasoning') ?? thinkingIn(delta);
    const text = (textAt(delta, 'content') ?? textIn(delta)) + refusal;
    const content: ModelEvent[] = [];
    if (reasoning !== '') content.push({ type: 'reasoning', text: reasoning });
    if (text !== '') content.push({ type: 'text', text });
    if (content.length > 0) this.hasBegun = true;
    return content;
  }

  /** Fragments belong together by index; id and name come with the first one only, and not from every server. */
  private readCall(fragment: unknown): void {
    const index = countAt(fragment, 'index') ?? this.calls.size;
    const call = this.calls.get(index) ?? { id: '', name: '', arguments: '' };
    call.id ||= textAt(fragment, 'id') ?? '';
    const made = objectAt(fragment, 'function');
    call.name ||= textAt(made, 'name') ?? '';
    call.arguments += textAt(made, 'arguments') ?? '';
    this.calls.set(index, call);
    this.hasBegun = true;
  }

  private takeCalls(): ModelEvent[] {
    const calls = [...this.calls].sort(([left], [right]) => left - right);
    this.calls.clear();
    if (calls.length > 0) this.called = true;
    return calls.map(([index, call]) => ({
      type: 'tool-call',
      id: call.id || `call_${index}`,
      name: call.name,
      input: parseArguments(call.arguments),
    }));
  }

  private finishReason(): FinishReason {
    const reason = this.rawFinish === undefined ? 'stop' : (finishReasons[this.rawFinish] ?? 'other');
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

/** Mistral's reasoning models send content as a list of typed parts. */
function textIn(delta: JsonObject): string {
  return listAt(delta, 'content')
    .map((part) => textAt(part, 'text') ?? '')
    .join('');
}

function thinkingIn(delta: JsonObject): string {
  const parts = listAt(delta, 'content').flatMap((part) => listAt(part, 'thinking'));
  return parts.map((part) => textAt(part, 'text') ?? '').join('');
}
