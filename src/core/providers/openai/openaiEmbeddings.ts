import type { Fetch } from '../../environment.ts';
import type { JsonObject, JsonValue } from '../../json.ts';
import { countAt, listAt, objectAt } from '../../jsonRead.ts';
import type { EmbeddingQuestion, Embeddings, ProviderAccess } from '../contract/provider.ts';
import { type KeyHeader, openaiClient } from './openaiClient.ts';

interface Sending {
  readonly access: ProviderAccess;
  readonly fetch: Fetch;
  readonly keyHeader: KeyHeader;
  readonly signal: AbortSignal;
}

/** Asks OpenAI's embeddings endpoint, or a copy of it, for plain numbers, since not every server can pack them. */
export async function embedByOpenai(question: EmbeddingQuestion, sending: Sending): Promise<Embeddings> {
  const { access, fetch, keyHeader, signal } = sending;
  const client = await openaiClient(access, fetch, keyHeader);
  const body: JsonObject = { model: question.model, input: [...question.texts], encoding_format: 'float' };
  const answer = await client.post<unknown>('/embeddings', { body, signal });
  const entries = listAt(answer, 'data').map((entry, index) => ({ at: countAt(entry, 'index') ?? index, entry }));
  const inputTokens = countAt(objectAt(answer, 'usage'), 'prompt_tokens');
  return {
    vectors: entries.sort((left, right) => left.at - right.at).map(({ entry }) => numbersAt(entry, 'embedding')),
    ...(inputTokens === undefined ? {} : { usage: { inputTokens, outputTokens: 0 } }),
  };
}

/** A vector as a vendor sent it; empty when it is none. */
function numbersAt(value: JsonValue | undefined, key: string): readonly number[] {
  const numbers = listAt(value, key);
  return numbers.every((entry) => typeof entry === 'number') ? numbers : [];
}
