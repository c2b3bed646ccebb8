import { PolypromptError } from '../errors.ts';
import type { JsonValue } from '../json.ts';
import type { Catalog } from '../pricing/catalog.ts';
import { type Cost, costOf } from '../pricing/cost.ts';
import { entryOf } from '../pricing/entryOf.ts';
import type { Embeddings } from '../providers/contract/provider.ts';
import type { CellResult } from '../run/events.ts';
import { accessFor, type TargetAccess } from './cellRequest.ts';
import type { JudgeAnswer } from './judgeRequest.ts';
import type { Attempt } from './scheduledRequest.ts';

interface EmbeddingWork {
  /** `provider/model`. */
  readonly model: string;
  readonly texts: readonly string[];
  readonly catalog: Catalog;
  readonly access: TargetAccess;
}

/** Asks for embeddings. The text of the answer is the vectors as JSON, so that the cache keeps them like any answer. */
export async function embedTexts(work: EmbeddingWork, attempt: Attempt): Promise<JudgeAnswer<CellResult>> {
  const { provider, access, model } = work.access;
  if (!provider.embed) {
    const advice = 'choose another, for example openai/text-embedding-3-large';
    throw new PolypromptError('invalid-check', `${provider.name} offers no embeddings here: ${advice}.`);
  }
  const question = { model, texts: work.texts };
  const embeddings = await provider.embed(question, accessFor(access, attempt), attempt.signal);
  const result = resultOf(work, embeddings);
  const charged = result.cost?.basis === 'simulated' ? 0 : result.cost?.amount;
  return { result, tokens: embeddings.usage?.inputTokens, charged };
}

function resultOf({ model, catalog, access }: EmbeddingWork, { vectors, usage }: Embeddings): CellResult {
  const free: Cost = { amount: 0, basis: 'simulated', atLeast: false };
  const cost = usage ? costOf(usage, entryOf(catalog, model)) : undefined;
  return {
    target: model,
    model,
    answer: JSON.stringify(vectors),
    toolCalls: [],
    usage: usage ?? null,
    cost: cost ?? (access.provider.id === 'simulated' ? free : null),
    servedModel: null,
    requestId: null,
    finishReason: 'stop',
    rawFinishReason: null,
    timing: { totalMs: 0 },
    attempts: 1,
    warnings: [],
  };
}

/** Reads the vectors of such an answer; an entry that is no vector becomes an empty one. */
export function readVectors(answer: string): readonly (readonly number[])[] {
  const parsed: JsonValue = JSON.parse(answer);
  return Array.isArray(parsed) ? parsed.map(numbersOf) : [];
}

function numbersOf(value: JsonValue): readonly number[] {
  return Array.isArray(value) && value.every((entry) => typeof entry === 'number') ? value : [];
}
