import type { Fetch } from '../environment.ts';
import { guardFetch, originOf } from '../guardedFetch.ts';
import { isJsonObject } from '../json.ts';
import { listAt, objectAt, textAt } from '../jsonRead.ts';
import type { EndpointKind } from './contract/endpoint.ts';
import { readModelList } from './mapping/modelList.ts';
import { boundedAnswer } from './wire/boundedBody.ts';

/** The wire that a server seems to speak. */
export interface FoundEndpoint {
  readonly baseUrl: string;
  readonly kind: EndpointKind;
  /** The number of models in its list; undefined where it wants a key first. */
  readonly models?: number;
}

interface Question {
  readonly url: string;
  /** The base address that gave the answer. */
  readonly baseUrl: string;
}

/**
 * Finds out which wire a server speaks, by asking for the lists of models of the known wires. No key is sent, and nothing goes to another
 * origin. Undefined when no answer is of a known wire.
 */
export async function probeEndpoint(
  address: string,
  fetch: Fetch,
  signal: AbortSignal,
): Promise<FoundEndpoint | undefined> {
  const origin = originOf(address);
  if (origin === undefined) return undefined;
  const guarded = guardFetch(fetch, { origin });
  for (const question of questionsFor(address)) {
    const found = await ask(question, guarded, signal);
    if (found) return found;
  }
  return undefined;
}

function questionsFor(address: string): readonly Question[] {
  const bare = address.trim().replace(/\/+$/, '');
  const stem = bare.replace(/\/v1(?:beta)?$/, '');
  const versioned: Question = { url: `${stem}/v1/models`, baseUrl: `${stem}/v1` };
  const asWritten: Question = { url: `${bare}/models`, baseUrl: bare };
  const known = [versioned, asWritten].filter(({ url }, index) => index === 0 || url !== versioned.url);
  const google: Question = { url: `${stem}/v1beta/models`, baseUrl: stem };
  const ollama: Question = { url: `${stem}/api/tags`, baseUrl: `${stem}/v1` };
  return [...known, google, ollama];
}

async function ask({ url, baseUrl }: Question, fetch: Fetch, signal: AbortSignal): Promise<FoundEndpoint | undefined> {
  try {
    const response = await fetch(url, { headers: { accept: 'application/json' }, signal });
    const body: unknown = await boundedAnswer(response, url).json();
    const kind = response.ok
      ? kindOfList(body)
      : [400, 401, 403].includes(response.status)
        ? kindOfRefusal(body)
        : undefined;
    if (!kind) return undefined;
    const models = response.ok ? { models: readModelList(body).length } : {};
    return {
      baseUrl: kind === 'anthropic' || kind === 'google' ? baseUrl.replace(/\/v1$/, '') : baseUrl,
      kind,
      ...models,
    };
  } catch {
    signal.throwIfAborted();
    return undefined;
  }
}

function kindOfList(body: unknown): EndpointKind | undefined {
  if (!isJsonObject(body)) return undefined;
  const [model] = listAt(body, 'models');
  if (Array.isArray(body['data'])) return 'has_more' in body ? 'anthropic' : 'openai-chat';
  if (!Array.isArray(body['models'])) return undefined;
  return textAt(model, 'name')?.startsWith('models/') ? 'google' : 'openai-chat';
}

/** The wire by the words of a refusal: a server that wants a key says so in the words of its wire. Undefined for other words. */
function kindOfRefusal(body: unknown): EndpointKind | undefined {
  if (textAt(body, 'type') === 'error' && objectAt(body, 'error')) return 'anthropic';
  const error = objectAt(body, 'error');
  if (!error) return undefined;
  return /^[A-Z_]+$/.test(textAt(error, 'status') ?? '') ? 'google' : 'openai-chat';
}
