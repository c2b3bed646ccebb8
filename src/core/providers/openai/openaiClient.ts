import type OpenAI from 'openai';
import type { Fetch } from '../../environment.ts';
import type { JsonObject } from '../../json.ts';
import type { ProviderIdentity } from '../contract/endpoint.ts';
import type { ListedModel, ProviderAccess } from '../contract/provider.ts';
import { readModelInfo, readModelList, withInfo } from '../mapping/modelList.ts';
import { refusedRequest } from '../wire/refusedRequest.ts';

/** The SDK's time limit in milliseconds, longer than any of ours: timeouts.ts decides, not the SDK. */
const sdkTimeout = 2 ** 31 - 1;

/** The header for the key; Azure reads one of its own. */
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

interface OpenaiCall {
  readonly access: ProviderAccess;
  readonly fetch: Fetch;
  readonly body: JsonObject;
  readonly keyHeader: KeyHeader;
}

/**
 * Sends a request without the SDK, and settles once the headers of a streamed answer are there; its body is left alone. Throws the answer
 * that came in place of one. The SDK is not used because it takes as long for a request as all the rest of an eval's row.
 */
export async function sendToOpenai(path: string, { access, fetch, body, keyHeader }: OpenaiCall): Promise<void> {
  const { key, baseUrl } = access;
  const response = await fetch(`${baseUrl}${path}`, {
    method: 'POST',
    headers: { ...ownHeaders, ...keyHeaders(key, keyHeader) },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw await refusedRequest(response);
}

const ownHeaders = { accept: 'application/json', 'content-type': 'application/json', 'user-agent': 'polyprompt' };

function keyHeaders(key: string | undefined, keyHeader: KeyHeader): Record<string, string> {
  if (key === undefined) return {};
  return keyHeader === 'bearer' ? { authorization: `Bearer ${key}` } : { 'api-key': key };
}

/** The headers of a request as it is shown: the key is `$NAME` of the environment variable that holds it. */
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

/**
 * Lists the models. OpenAI's list has little more than ids; compatible servers add limits under various names, and a proxy has its prices
 * elsewhere.
 */
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
