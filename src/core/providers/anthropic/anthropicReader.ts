import { PolypromptError } from '../../errors.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../../json.ts';
import { countAt, defined, objectAt, textAt } from '../../jsonRead.ts';
import type { ModelEvent, ToolCall, Usage } from '../../messages.ts';
import { callArguments, isWholeJson, placeOf } from '../mapping/callInput.ts';
import type { CallPart } from '../mapping/turnParts.ts';
import { finishReasonOf } from '../wire/finishWords.ts';
import { httpError } from '../wire/httpError.ts';
import { laterCounts } from '../wire/laterCounts.ts';
import { throwStreamedError } from '../wire/streamedError.ts';
import type { Ending, StreamReader, StreamSource } from '../wire/streamReader.ts';
import { messageChunks } from './anthropicMessage.ts';
import { AnthropicTurn } from './anthropicTurn.ts';

/** Reads the events of a Messages stream. */
export function anthropicReader(source: StreamSource): StreamReader {
  return new AnthropicReader(source);
}

interface OpenCall {
  readonly id: string;
  readonly name: string;
  /** The value with which the block began: an empty object by the documentation, and the whole input with some servers. */
  readonly given: JsonValue | undefined;
  input: string;
}

class AnthropicReader implements StreamReader {
  private readonly source: StreamSource;
  private readonly calls = new Map<number, OpenCall>();
  private readonly turn = new AnthropicTurn();
  private counts: JsonObject = {};
  private rawFinish: string | undefined;
  private servedModel: string | undefined;
  private lastPlace = -1;
  private messageId: string | undefined;
  isOver = false;
  hasBegun = false;

  constructor(source: StreamSource) {
    this.source = source;
  }

  get ending(): Ending | undefined {
    if (!this.isOver) return undefined;
    const finishReason = this.rawFinish === undefined ? 'other' : finishReasonOf(this.rawFinish);
    return { finishReason, ...defined({ rawFinishReason: this.rawFinish, servedModel: this.servedModel }) };
  }

  /**
   * The usage so far. Input, cached and written tokens are disjoint at Anthropic and add up; output includes thinking.
   * https://platform.claude.com/docs/en/build-with-claude/prompt-caching#tracking-cache-performance
   */
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
    return /^content_block_|^message$/.test(textAt(chunk, 'type') ?? '');
  }

  read(chunk: JsonObject): readonly ModelEvent[] {
    switch (textAt(chunk, 'type')) {
      case 'message':
        return messageChunks(chunk).flatMap((piece) => this.read(piece));
      case 'message_start':
        this.refuseSecond(textAt(objectAt(chunk, 'message'), 'id'));
        this.servedModel = textAt(objectAt(chunk, 'message'), 'model');
        this.count(objectAt(objectAt(chunk, 'message'), 'usage'));
        return [];
      case 'content_block_start':
        return this.startBlock(placeOf(chunk['index']) ?? this.lastPlace + 1, objectAt(chunk, 'content_block'));
      case 'content_block_delta':
        return this.readDelta(this.placeIn(chunk), objectAt(chunk, 'delta'));
      case 'content_block_stop':
        return this.endBlock(this.placeIn(chunk));
      case 'message_delta':
        this.rawFinish = textAt(objectAt(chunk, 'delta'), 'stop_reason') ?? this.rawFinish;
        this.count(objectAt(chunk, 'usage'));
        return [];
      case 'message_stop':
        this.isOver = true;
        return [...this.calls.keys()].flatMap((place) => this.endBlock(place));
      case 'error':
        throw httpError({ ...this.source, status: undefined, body: chunk });
      default:
        throwStreamedError(chunk);
        return [];
    }
  }

  flush(): readonly ModelEvent[] {
    return this.isOver ? this.turn.events() : [];
  }

  /** A proxy that asks anew in the middle of an answer sends a second one into the same stream: neither is whole then. */
  private refuseSecond(id = ''): void {
    if (this.messageId !== undefined && this.messageId !== id)
      throw new PolypromptError('incomplete', `${this.source.who} began a second answer before the first had ended.`);
    this.messageId = id;
  }

  private placeIn(chunk: JsonObject): number {
    return placeOf(chunk['index']) ?? this.lastPlace;
  }

  private startBlock(place: number, block: JsonObject | undefined): readonly ModelEvent[] {
    // A call whose block never stopped counts as whole when another one takes its place.
    const before = this.endBlock(place);
    this.lastPlace = place;
    this.turn.start(place, block);
    if (textAt(block, 'type') === 'tool_use') {
      this.hasBegun = true;
      const [id = `call_${place}`, name = ''] = [textAt(block, 'id'), textAt(block, 'name')];
      this.calls.set(place, { id, name, given: block?.['input'], input: '' });
    }
    return [...before, ...this.piecesOf(block)];
  }

  private readDelta(place: number, delta: JsonObject | undefined): readonly ModelEvent[] {
    this.turn.add(place, delta);
    const call = this.calls.get(place);
    const piece = delta?.['partial_json'];
    if (call && piece !== undefined) call.input += typeof piece === 'string' ? piece : JSON.stringify(piece);
    return this.piecesOf(delta);
  }

  private endBlock(place: number): readonly ModelEvent[] {
    const call = this.calls.get(place);
    this.calls.delete(place);
    if (!call) return [];
    const whole: CallPart = { type: 'tool-call', id: call.id, name: call.name, ...argumentsOf(call) };
    this.turn.endCall(place, whole);
    return [whole];
  }

  private piecesOf(holder: JsonObject | undefined): ModelEvent[] {
    return [...this.content('text', textAt(holder, 'text')), ...this.content('reasoning', textAt(holder, 'thinking'))];
  }

  private content(type: 'text' | 'reasoning', text: string | undefined): ModelEvent[] {
    if (text === undefined || text === '') return [];
    this.hasBegun = true;
    return [{ type, text }];
  }

  private count(usage: JsonObject | undefined): void {
    this.counts = laterCounts(this.counts, usage ?? {});
  }
}

/** The input of a call. Its pieces count rather than the value that the block began with, unless they add up to nothing. */
function argumentsOf({ given, input }: OpenCall): Pick<ToolCall, 'input' | 'argumentText'> {
  const hasGiven = isJsonObject(given) ? Object.keys(given).length > 0 : typeof given === 'string' && given !== '';
  const isPieced = input.trim() !== '' && !(hasGiven && (input.trim() === '{}' || !isWholeJson(input)));
  return callArguments(isPieced ? input : given);
}

function cacheWrites(counts: JsonObject): number | undefined {
  const creation = objectAt(counts, 'cache_creation');
  const short = countAt(creation, 'ephemeral_5m_input_tokens');
  const long = countAt(creation, 'ephemeral_1h_input_tokens');
  return short === undefined && long === undefined ? undefined : (short ?? 0) + (long ?? 0);
}
