import type { JsonObject } from '../json.ts';
import { countAt, defined, objectAt, parseArguments, textAt } from '../jsonRead.ts';
import type { FinishReason, ModelEvent, Usage } from '../messages.ts';
import { httpError } from './httpError.ts';
import type { Ending, StreamReader, StreamSource } from './streamReader.ts';

/** Reads the events of a Messages stream. */
export function anthropicReader(source: StreamSource): StreamReader {
  return new AnthropicReader(source);
}

const finishReasons: Readonly<Record<string, FinishReason>> = {
  end_turn: 'stop',
  stop_sequence: 'stop',
  max_tokens: 'length',
  model_context_window_exceeded: 'length',
  tool_use: 'tool-calls',
  refusal: 'refusal',
};

interface CallInProgress {
  readonly id: string;
  readonly name: string;
  input: string;
}

class AnthropicReader implements StreamReader {
  private readonly source: StreamSource;
  private readonly calls = new Map<number, CallInProgress>();
  private counts: JsonObject = {};
  private rawFinish: string | undefined;
  private servedModel: string | undefined;
  isOver = false;
  hasBegun = false;

  constructor(source: StreamSource) {
    this.source = source;
  }

  get ending(): Ending | undefined {
    if (!this.isOver) return undefined;
    const finishReason = this.rawFinish === undefined ? 'other' : (finishReasons[this.rawFinish] ?? 'other');
    return { finishReason, ...defined({ rawFinishReason: this.rawFinish, servedModel: this.servedModel }) };
  }

  /** Input, cached and written tokens are disjoint at Anthropic and add up; output includes thinking. */
  get usage(): Usage | undefined {
    const count = (key: string) => countAt(this.counts, key);
    const plain = count('input_tokens');
    const cached = count('cache_read_input_tokens');
    const written = count('cache_creation_input_tokens') ?? cacheWrites(this.counts);
    const outputTokens = count('output_tokens');
    if (plain === undefined && outputTokens === undefined) return undefined;
    return defined({
      inputTokens: plain === undefined ? undefined : plain + (cached ?? 0) + (written ?? 0),
      cachedInputTokens: cached,
      cacheWriteTokens: written,
      outputTokens,
      reasoningTokens: countAt(objectAt(this.counts, 'output_tokens_details'), 'thinking_tokens'),
    });
  }

  isContent(chunk: JsonObject): boolean {
    return textAt(chunk, 'type')?.startsWith('content_block_') ?? false;
  }

  read(chunk: JsonObject): readonly ModelEvent[] {
    switch (textAt(chunk, 'type')) {
      case 'message_start':
        this.servedModel = textAt(objectAt(chunk, 'message'), 'model');
        this.count(objectAt(objectAt(chunk, 'message'), 'usage'));
        return [];
      case 'content_block_start':
        return this.startBlock(countAt(chunk, 'index') ?? 0, objectAt(chunk, 'content_block'));
      case 'content_block_delta':
        return this.readDelta(countAt(chunk, 'index') ?? 0, objectAt(chunk, 'delta'));
      case 'content_block_stop':
        return this.endBlock(countAt(chunk, 'index') ?? 0);
      case 'message_delta':
        this.rawFinish = textAt(objectAt(chunk, 'delta'), 'stop_reason') ?? this.rawFinish;
        this.count(objectAt(chunk, 'usage'));
        return [];
      case 'message_stop':
        this.isOver = true;
        return [];
      case 'error':
        throw httpError({ ...this.source, status: undefined, body: chunk });
      default:
        return [];
    }
  }

  flush(): readonly ModelEvent[] {
    return [];
  }

  private startBlock(index: number, block: JsonObject | undefined): readonly ModelEvent[] {
    if (textAt(block, 'type') === 'tool_use') {
      this.hasBegun = true;
      this.calls.set(index, {
        id: textAt(block, 'id') ?? `call_${index}`,
        name: textAt(block, 'name') ?? '',
        input: '',
      });
    }
    return this.content('text', textAt(block, 'text'));
  }

  private readDelta(index: number, delta: JsonObject | undefined): readonly ModelEvent[] {
    const call = this.calls.get(index);
    if (call) call.input += textAt(delta, 'partial_json') ?? '';
    return [...this.content('text', textAt(delta, 'text')), ...this.content('reasoning', textAt(delta, 'thinking'))];
  }

  private endBlock(index: number): readonly ModelEvent[] {
    const call = this.calls.get(index);
    this.calls.delete(index);
    return call ? [{ type: 'tool-call', id: call.id, name: call.name, input: parseArguments(call.input) }] : [];
  }

  private content(type: 'text' | 'reasoning', text: string | undefined): ModelEvent[] {
    if (text === undefined || text === '') return [];
    this.hasBegun = true;
    return [{ type, text }];
  }

  /** Later figures are cumulative; a null means "as before". */
  private count(usage: JsonObject | undefined): void {
    const stated = Object.entries(usage ?? {}).filter(([, value]) => value !== null);
    this.counts = { ...this.counts, ...Object.fromEntries(stated) };
  }
}

function cacheWrites(counts: JsonObject): number | undefined {
  const creation = objectAt(counts, 'cache_creation');
  const short = countAt(creation, 'ephemeral_5m_input_tokens');
  const long = countAt(creation, 'ephemeral_1h_input_tokens');
  return short === undefined && long === undefined ? undefined : (short ?? 0) + (long ?? 0);
}
