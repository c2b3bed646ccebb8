import type { Fetch } from '../../environment.ts';
import { defined } from '../../jsonRead.ts';
import type { Provider, ProviderAccess } from '../contract/provider.ts';
import { sdkError } from './sdkError.ts';
import { watchFetch } from './watchedFetch.ts';

/** The access, signal and fetch with which a small request is sent. */
export interface Sending {
  readonly access: ProviderAccess;
  readonly fetch: Fetch;
  readonly signal: AbortSignal;
}

export interface WireQuestion<Answer> extends Omit<Sending, 'fetch'> {
  readonly provider: Pick<Provider, 'name'>;
  readonly model?: string;
  ask(sending: Sending): Promise<Answer>;
}

/** Sends a small request with one JSON answer (model lists, token counts, embeddings); its errors are those that a stream has. */
export async function askWire<Answer>({ provider, model, access, signal, ask }: WireQuestion<Answer>): Promise<Answer> {
  const watched = watchFetch(access.fetch, provider.name, 'json');
  try {
    signal.throwIfAborted();
    return await ask({ access, fetch: watched.fetch, signal });
  } catch (error) {
    if (signal.aborted) throw signal.reason;
    const { baseUrl, key, secrets, clock } = access;
    throw sdkError(error, {
      who: provider.name,
      ...defined({ model }),
      baseUrl,
      key,
      secrets,
      headers: watched.headers,
      wallTime: clock.wallTime(),
    });
  }
}
