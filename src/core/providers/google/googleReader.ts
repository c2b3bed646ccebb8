import type { JsonObject } from '../../json.ts';
import { booleanAt, countAt, defined, listAt, objectAt, textAt } from '../../jsonRead.ts';
import type { ModelEvent, Usage } from '../../messages.ts';
import { logProbEvents } from '../mapping/logProbs.ts';
import { type CallPart, callEvent, TurnParts } from '../mapping/turnParts.ts';
import { finishReasonOf } from '../wire/finishWords.ts';
import { httpError } from '../wire/httpError.ts';
import { laterCounts } from '../wire/laterCounts.ts';
import { throwStreamedError } from '../wire/streamedError.ts';
import type { Ending, StreamReader, StreamSource } from '../wire/streamReader.ts';
import { GoogleCalls } from './googleCalls.ts';

/** Reads the chunks of a streamGenerateContent stream; each is a whole response with a piece of the answer. */
export function googleReader(source: StreamSource): StreamReader {
  return new GoogleReader(source);
}

class GoogleReader implements StreamReader {
  readonly isOver = false;
  private readonly source: StreamSource;
  private rawFinish: string | undefined;
  private isBlocked = false;
  private readonly calls: GoogleCalls;
  private readonly turn = new TurnParts();
  private servedModel: string | undefined;
  private requestId: string | undefined;
  private counts: JsonObject | undefined;
  hasBegun = false;

  constructor(source: StreamSource) {
    this.source = source;
    this.calls = new GoogleCalls(source.who);
  }

  get ending(): Ending | undefined {
    if (this.rawFinish === undefined) return undefined;
    const known = this.isBlocked ? 'content-filter' : finishReasonOf(this.rawFinish);
    const finishReason = known === 'stop' && this.calls.count > 0 ? 'tool-calls' : known;
    return {
      finishReason,
      rawFinishReason: this.rawFinish,
      ...defined({ servedModel: this.servedModel, requestId: this.requestId }),
    };
  }

  get usage(): Usage | undefined {
    return this.counts && readUsage(this.counts);
  }

  isContent(chunk: JsonObject): boolean {
    return listAt(objectAt(listAt(chunk, 'candidates')[0], 'content'), 'parts').length > 0;
  }

  read(chunk: JsonObject): readonly ModelEvent[] {
    const error = objectAt(chunk, 'error');
    if (error) throw httpError({ ...this.source, status: countAt(error, 'code'), body: chunk });
    throwStreamedError(chunk);
    this.servedModel ??= textAt(chunk, 'modelVersion');
    this.requestId ??= textAt(chunk, 'responseId');
    const usage = objectAt(chunk, 'usageMetadata');
    if (usage) this.counts = laterCounts(this.counts ?? {}, usage);
    const blocked = textAt(objectAt(chunk, 'promptFeedback'), 'blockReason');
    if (blocked !== undefined) {
      this.isBlocked = true;
      this.rawFinish = blocked;
    }
    const candidate = listAt(chunk, 'candidates')[0];
    this.rawFinish = textAt(candidate, 'finishReason') ?? this.rawFinish;
    const told = listAt(objectAt(candidate, 'logprobsResult'), 'chosenCandidates');
    const parts = listAt(objectAt(candidate, 'content'), 'parts').flatMap((part) => this.readPart(part));
    return [...parts, ...logProbEvents(told, 'logProbability')];
  }

  flush(): readonly ModelEvent[] {
    const calls = this.tell(this.calls.end());
    return this.ending ? [...calls, ...this.turn.events()] : calls;
  }

  private tell(calls: readonly CallPart[]): readonly ModelEvent[] {
    for (const call of calls) this.turn.addCall(call);
    return calls.map(callEvent);
  }

  private readPart(part: unknown): readonly ModelEvent[] {
    const call = objectAt(part, 'functionCall');
    const state = stateOf(part);
    if (call) {
      this.hasBegun = true;
      return this.tell(this.calls.take(call, state));
    }
    const text = textAt(part, 'text') ?? '';
    const isThought = booleanAt(part, 'thought') === true;
    if (!isThought) this.turn.addText(text, state);
    else if (state !== undefined) this.turn.addReasoning(text, state);
    if (text === '') return [];
    this.hasBegun = true;
    return [{ type: isThought ? 'reasoning' : 'text', text }];
  }
}

/** The signature of a part, which goes back with that very part: https://ai.google.dev/gemini-api/docs/thought-signatures */
function stateOf(part: unknown): JsonObject | undefined {
  const thoughtSignature = textAt(part, 'thoughtSignature') ?? textAt(part, 'thought_signature');
  return thoughtSignature === undefined ? undefined : { thoughtSignature };
}

/** The usage. Output and thoughts are disjoint at Google and add up; a zero is left out of its JSON. */
function readUsage(usage: JsonObject): Usage {
  const prompt = countAt(usage, 'promptTokenCount');
  const answer = countAt(usage, 'candidatesTokenCount');
  const thoughts = countAt(usage, 'thoughtsTokenCount');
  const hasOutput = answer !== undefined || thoughts !== undefined;
  return defined({
    inputTokens: prompt === undefined ? undefined : prompt + (countAt(usage, 'toolUsePromptTokenCount') ?? 0),
    cachedInputTokens: countAt(usage, 'cachedContentTokenCount'),
    outputTokens: hasOutput ? (answer ?? 0) + (thoughts ?? 0) : undefined,
    reasoningTokens: thoughts,
  });
}
