import type { JsonObject } from '../json.ts';
import { countAt, defined, objectAt, parseArguments, textAt } from '../jsonRead.ts';
import type { FinishReason, ModelEvent, Usage } from '../messages.ts';
import { httpError } from './httpError.ts';
import { throwStreamedError } from './streamedError.ts';
import type { Ending, StreamReader, StreamSource } from './streamReader.ts';

/** Reads the events of a Responses stream. */
export function openaiReader(source: StreamSource): StreamReader {
  return new OpenAiReader(source);
}

class OpenAiReader implements StreamReader {
  private readonly source: StreamSource;
  hasBegun = false;
  usage: Usage | undefined;
  ending: Ending | undefined;
  private refused = false;
  private called = false;

  constructor(source: StreamSource) {
    this.source = source;
  }

  get isOver(): boolean {
    return this.ending !== undefined;
  }

  isContent(chunk: JsonObject): boolean {
    const type = textAt(chunk, 'type') ?? '';
    return type.endsWith('.delta') || type === 'response.output_item.done';
  }

  read(chunk: JsonObject): readonly ModelEvent[] {
    if (this.ending) return [];
    throwStreamedError(chunk);
    const delta = textAt(chunk, 'delta') ?? '';
    switch (textAt(chunk, 'type')) {
      case 'response.output_text.delta':
        return this.content({ type: 'text', text: delta });
      case 'response.refusal.delta':
        this.refused = true;
        return this.content({ type: 'text', text: delta });
      case 'response.reasoning_summary_text.delta':
      case 'response.reasoning_text.delta':
        return this.content({ type: 'reasoning', text: delta });
      case 'response.output_item.done':
        return this.item(objectAt(chunk, 'item'));
      case 'response.completed':
      case 'response.incomplete':
        this.end(objectAt(chunk, 'response'));
        return [];
      case 'response.failed':
        this.usage = usageIn(objectAt(chunk, 'response'));
        throw this.failure(objectAt(chunk, 'response')?.['error']);
      case 'error':
        throw this.failure(chunk);
      default:
        return [];
    }
  }

  flush(): readonly ModelEvent[] {
    return [];
  }

  private content(event: ModelEvent & { readonly text: string }): readonly ModelEvent[] {
    if (event.text === '') return [];
    this.hasBegun = true;
    return [event];
  }

  private item(item: JsonObject | undefined): readonly ModelEvent[] {
    if (textAt(item, 'type') !== 'function_call') return [];
    this.called = true;
    this.hasBegun = true;
    const id = textAt(item, 'call_id') ?? textAt(item, 'id') ?? '';
    return [
      {
        type: 'tool-call',
        id,
        name: textAt(item, 'name') ?? '',
        input: parseArguments(textAt(item, 'arguments') ?? ''),
      },
    ];
  }

  private end(response: JsonObject | undefined): void {
    this.usage = usageIn(response);
    const status = textAt(response, 'status') ?? 'completed';
    const raw = textAt(objectAt(response, 'incomplete_details'), 'reason') ?? status;
    this.ending = {
      finishReason: this.finishReason(raw),
      rawFinishReason: raw,
      ...defined({ servedModel: textAt(response, 'model') }),
    };
  }

  private finishReason(raw: string): FinishReason {
    if (raw === 'max_output_tokens') return 'length';
    if (raw === 'content_filter') return 'content-filter';
    if (raw !== 'completed') return 'other';
    if (this.refused) return 'refusal';
    return this.called ? 'tool-calls' : 'stop';
  }

  private failure(body: unknown) {
    return httpError({ ...this.source, status: undefined, body });
  }
}

/** Totals include what was cached, written to the cache, and reasoned. */
function usageIn(response: JsonObject | undefined): Usage | undefined {
  const usage = objectAt(response, 'usage');
  if (!usage) return undefined;
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
