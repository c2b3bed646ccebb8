import type { Fetch } from '../environment.ts';
import { guardFetch, originOf } from '../guardedFetch.ts';
import { isJsonObject } from '../json.ts';
import { listAt, objectAt, textAt } from '../jsonRead.ts';
import type { EndpointKind } from './contract/endpoint.ts';
import { readModelList } from './mapping/modelList.ts';
import { boundedAnswer } from './wire/boundedBody.ts';

/** What a server seems to speak. */
export interface FoundEndpoint {
  readonly baseUrl: string;
  readonly kind: EndpointKind;
  /** How many models it lists; undefined where it wants a key first. */
  readonly models?: number;
}

interface Question {
  readonly url: string;
  /** The base address that goes with a good answer. */
  readonly baseUrl: string;
}

/**
 * Asks a server which wire it speaks, by the lists of models of the known ones. No key is sent, and nothing to another origin.
 * Undefined when nothing there answers like one of them.
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

/** A server that wants a key says so in the words of its wire. */
function kindOfRefusal(body: unknown): EndpointKind | undefined {
  if (textAt(body, 'type') === 'error' && objectAt(body, 'error')) return 'anthropic';
  const error = objectAt(body, 'error');
  if (!error) return undefined;
  return /^[A-Z_]+$/.test(textAt(error, 'status') ?? '') ? 'google' : 'openai-chat';
}
