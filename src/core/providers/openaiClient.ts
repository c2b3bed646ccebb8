import type OpenAI from 'openai';
import type { Fetch } from '../environment.ts';
import { PolypromptError } from '../errors.ts';
import type { JsonObject } from '../json.ts';
import type { ProviderIdentity } from './endpoint.ts';
import { readModelInfo, readModelList, withInfo } from './modelList.ts';
import type { ListedModel, ProviderAccess } from './provider.ts';

/** Longer than any limit of ours: timeouts.ts decides, not the SDK. */
const sdkTimeout = 2 ** 31 - 1;

/** How a key travels: Azure reads its own header. */
export type KeyHeader = 'bearer' | 'api-key';

/** The vendor's client, loaded on first use, with its own retries, logs and environment look-ups switched off. */
export async function openaiClient(access: ProviderAccess, fetch: Fetch, keyHeader: KeyHeader): Promise<OpenAI> {
  const { OpenAI } = await import('openai');
  const { key, baseUrl } = access;
  return new OpenAI({
    // The SDK insists on a key even where the server needs none; the header is then left out.
    apiKey: key ?? 'none',
    baseURL: baseUrl,
    organization: null,
    project: null,
    fetch,
    maxRetries: 0,
    timeout: sdkTimeout,
    logLevel: 'off',
    defaultHeaders: authHeaders(key, keyHeader),
  });
}

/** Tells the calls of one client apart; never sent. */
const callHeader = 'x-polyprompt-call';

interface OpenaiCall {
  readonly access: ProviderAccess;
  readonly fetch: Fetch;
  readonly body: JsonObject;
}

/**
 * Clients that are kept: making one takes longer than all the rest of a small request. There is one per address and key; each call
 * brings its own fetch.
 */
export class OpenaiClients {
  readonly #keyHeader: KeyHeader;
  readonly #clients = new Map<string, Promise<OpenAI>>();
  readonly #calls = new Map<string, Fetch>();
  #lastCall = 0;

  constructor(keyHeader: KeyHeader) {
    this.#keyHeader = keyHeader;
  }

  /** Settles with the headers of the streamed answer; its body is left alone. */
  async send(path: string, { access, fetch, body }: OpenaiCall): Promise<void> {
    const call = String(++this.#lastCall);
    this.#calls.set(call, fetch);
    try {
      const client = await this.#clientFor(access);
      await client.post(path, { body, headers: { [callHeader]: call }, stream: true }).asResponse();
    } finally {
      this.#calls.delete(call);
    }
  }

  #clientFor(access: ProviderAccess): Promise<OpenAI> {
    const place = `${access.baseUrl} ${access.key ?? ''}`;
    const known = this.#clients.get(place);
    if (known) return known;
    const client = openaiClient(access, (input, init) => this.#send(input, init), this.#keyHeader);
    this.#clients.set(place, client);
    return client;
  }

  #send(input: Parameters<Fetch>[0], init: Parameters<Fetch>[1]): Promise<Response> {
    const headers = init?.headers instanceof Headers ? init.headers : new Headers(init?.headers);
    const fetch = this.#calls.get(headers.get(callHeader) ?? '');
    if (!fetch) throw new PolypromptError('internal', 'A request without a call was stopped.');
    headers.delete(callHeader);
    return fetch(input, { ...init, headers });
  }
}

export function describedHeaders(identity: ProviderIdentity, keyHeader: KeyHeader): Record<string, string> {
  const variable = identity.keyVariables[0];
  const key =
    variable === undefined
      ? {}
      : keyHeader === 'bearer'
        ? { authorization: `Bearer $${variable}` }
        : { 'api-key': `$${variable}` };
  return { ...key, 'content-type': 'application/json' };
}

/** OpenAI's list holds little more than ids; compatible servers add limits under various names, and a proxy tells prices elsewhere. */
export async function listOpenAiModels(
  access: ProviderAccess,
  fetch: Fetch,
  options: { readonly keyHeader: KeyHeader; readonly signal: AbortSignal; readonly infoPath?: string | undefined },
): Promise<readonly ListedModel[]> {
  const { signal, infoPath } = options;
  const client = await openaiClient(access, fetch, options.keyHeader);
  const models = readModelList(await client.get<unknown>('/models', { signal }));
  if (infoPath === undefined) return models;
  // Not every key may ask for more than the list.
  const info = await client.get<unknown>(infoPath, { signal }).catch(() => undefined);
  return withInfo(models, readModelInfo(info));
}

function authHeaders(key: string | undefined, keyHeader: KeyHeader): Record<string, string | null> {
  if (key === undefined) return { authorization: null };
  return keyHeader === 'bearer' ? {} : { authorization: null, 'api-key': key };
}
