import { isJsonObject, type JsonObject, type JsonValue } from '../../json.ts';
import { countAt, defined, listAt, objectAt, textAt } from '../../jsonRead.ts';
import type { FinishReason, ModelEvent, Usage } from '../../messages.ts';
import { logProbEvents } from '../mapping/logProbs.ts';
import { finishReasonOf } from '../wire/finishWords.ts';
import { httpError } from '../wire/httpError.ts';
import { laterCounts } from '../wire/laterCounts.ts';
import { throwStreamedError } from '../wire/streamedError.ts';
import type { Ending, StreamReader, StreamSource } from '../wire/streamReader.ts';
import { ResponseItems } from './responseItems.ts';

/** Reads the events of a Responses stream. */
export function openaiReader(source: StreamSource): StreamReader {
  return new OpenAiReader(source);
}

class OpenAiReader implements StreamReader {
  private readonly source: StreamSource;
  private readonly items = new ResponseItems();
  private counts: JsonObject | undefined;
  private hasLogProbs = false;
  ending: Ending | undefined;

  constructor(source: StreamSource) {
    this.source = source;
  }

  get isOver(): boolean {
    return this.ending !== undefined;
  }

  get hasBegun(): boolean {
    return this.items.hasBegun;
  }

  /** The usage so far. Its totals include cached tokens, tokens written to the cache, and tokens of reasoning. */
  get usage(): Usage | undefined {
    return this.counts && readUsage(this.counts);
  }

  isContent(chunk: JsonObject): boolean {
    const type = textAt(chunk, 'type') ?? '';
    return type.endsWith('.delta') || type === 'response.output_item.done';
  }

  read(chunk: JsonObject): readonly ModelEvent[] {
    if (this.ending) return [];
    // A server that does not stream answers with the response itself.
    if (isWhole(chunk)) return this.end(chunk, 'completed');
    throwStreamedError(chunk);
    const type = textAt(chunk, 'type');
    switch (type) {
      case 'response.completed':
      case 'response.done':
      case 'response.incomplete':
        return this.end(objectAt(chunk, 'response'), type === 'response.incomplete' ? 'incomplete' : 'completed');
      case 'response.failed':
        return this.end(objectAt(chunk, 'response'), 'failed');
      case 'error':
        throw this.failure(chunk);
      case 'response.output_text.delta':
        return [...this.items.read(chunk), ...this.logProbsIn(listAt(chunk, 'logprobs'))];
      default:
        return this.items.read(chunk);
    }
  }

  flush(): readonly ModelEvent[] {
    return [];
  }

  private logProbsIn(tokens: readonly JsonValue[]): readonly ModelEvent[] {
    const events = logProbEvents(tokens, 'logprob');
    this.hasLogProbs ||= events.length > 0;
    return events;
  }

  /** Ends the answer; `meant` is the status where the response itself names none. */
  private end(response: JsonObject | undefined, meant: string): readonly ModelEvent[] {
    const status = textAt(response, 'status') ?? meant;
    const usage = objectAt(response, 'usage');
    if (usage) this.counts = laterCounts(this.counts ?? {}, usage);
    if (status === 'failed') throw this.failure(response?.['error']);
    const output = listAt(response, 'output').filter(isJsonObject);
    const content = this.hasLogProbs ? [] : output.flatMap((item) => listAt(item, 'content'));
    const told = this.logProbsIn(content.flatMap((part) => listAt(part, 'logprobs')));
    const rest = [...this.items.rest(output), ...told];
    if (status === 'in_progress' || status === 'queued') return rest;
    const raw = textAt(objectAt(response, 'incomplete_details'), 'reason') ?? status;
    const isCut = raw === 'completed' && this.hasReached(countAt(response, 'max_output_tokens'));
    this.ending = {
      finishReason: isCut ? 'length' : this.finishReason(raw),
      rawFinishReason: raw,
      ...defined({ servedModel: textAt(response, 'model') }),
    };
    return [...rest, ...this.items.turn(output)];
  }

  /** True for an answer that has reached its limit: some servers report `completed` for an answer that stops exactly there. */
  private hasReached(told: number | undefined): boolean {
    const limit = this.source.outputLimit ?? told;
    return limit !== undefined && limit > 0 && this.usage?.outputTokens === limit;
  }

  private finishReason(raw: string): FinishReason {
    const reason = finishReasonOf(raw);
    if (reason !== 'stop') return reason;
    if (this.items.refused) return 'refusal';
    return this.items.called ? 'tool-calls' : 'stop';
  }

  private failure(body: unknown) {
    return httpError({ ...this.source, status: undefined, body });
  }
}

function isWhole(chunk: JsonObject): boolean {
  return chunk['type'] === undefined && (chunk['object'] === 'response' || textAt(chunk, 'status') !== undefined);
}

function readUsage(usage: JsonObject): Usage {
  const input = objectAt(usage, 'input_tokens_details');
  return defined({
    inputTokens: countAt(usage, 'input_tokens'),
    cachedInputTokens: countAt(input, 'cached_tokens'),
    cacheWriteTokens: countAt(input, 'cache_write_tokens'),
    outputTokens: countAt(usage, 'output_tokens'),
    reasoningTokens: countAt(objectAt(usage, 'output_tokens_details'), 'reasoning_tokens'),
    reportedCost: countAt(objectAt(usage, 'cost'), 'total_cost') ?? countAt(usage, 'cost'),
  });
}
