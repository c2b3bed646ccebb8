import type { Fetch } from '../environment.ts';
import type { Provider, ProviderAccess } from './provider.ts';
import { sdkError } from './sdkError.ts';
import { watchFetch } from './watchedFetch.ts';

export interface WireQuestion<Answer> {
  readonly provider: Pick<Provider, 'name'>;
  readonly model?: string;
  readonly access: ProviderAccess;
  readonly signal: AbortSignal;
  ask(fetch: Fetch): Promise<Answer>;
}

/** A small request with one JSON answer (model lists, token counts, embeddings), with the same errors as a stream has. */
export async function askWire<Answer>(question: WireQuestion<Answer>): Promise<Answer> {
  const { access, signal, provider } = question;
  const watched = watchFetch(access.fetch, provider.name, 'json');
  try {
    signal.throwIfAborted();
    return await question.ask(watched.fetch);
  } catch (error) {
    if (signal.aborted) throw signal.reason;
    const { baseUrl, key, secrets, clock } = access;
    const model = question.model === undefined ? {} : { model: question.model };
    throw sdkError(error, {
      who: provider.name,
      ...model,
      baseUrl,
      key,
      secrets,
      headers: watched.headers,
      wallTime: clock.wallTime(),
    });
  }
}
