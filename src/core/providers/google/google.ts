import type { GoogleGenAI } from '@google/genai/web';
import type { Fetch } from '../../environment.ts';
import type { JsonObject } from '../../json.ts';
import { countAt } from '../../jsonRead.ts';
import type { ModelCall } from '../../messages.ts';
import { identityOf, type ProviderIdentity } from '../contract/endpoint.ts';
import type { EmbeddingQuestion, Embeddings, ListedModel, Provider } from '../contract/provider.ts';
import { readModelList } from '../mapping/modelList.ts';
import { askWire, type Sending } from '../wire/wireRequest.ts';
import { streamWire } from '../wire/wireStream.ts';
import { splitGoogleVersion } from './googleAddress.ts';
import { googleBatch } from './googleBatch.ts';
import { googleReader } from './googleReader.ts';
import { toRequest } from './googleRequest.ts';

/**
 * The provider for Google's Gemini, by streamGenerateContent. A base address that ends in a version (`.../v1beta`) chooses that version.
 */
export function googleProvider(settings: ProviderIdentity): Provider {
  const { id, name, keyVariables } = settings;
  return {
    ...identityOf(settings),
    givesLogProbs: true,
    ...(id === 'google' ? { batch: googleBatch(settings) } : {}),
    stream(call, access, signal) {
      const { body, warnings } = toRequest(call);
      const reader = googleReader({ who: name, model: call.model, wallTime: access.clock.wallTime() });
      const send = (fetch: Fetch) => sendCall(call.model, body, { access, fetch });
      return streamWire({ who: name, model: call.model, access, signal, warnings, reader, send });
    },
    describeRequest(call, baseUrl) {
      const { host, version } = splitGoogleVersion(baseUrl);
      const variable = keyVariables[0];
      return {
        method: 'POST',
        url: `${host}/${version}/models/${call.model}:streamGenerateContent?alt=sse`,
        headers: {
          ...(variable === undefined ? {} : { 'x-goog-api-key': `$${variable}` }),
          'content-type': 'application/json',
        },
        ...toRequest(call),
      };
    },
    listModels: (access, signal) => askWire({ provider: settings, access, signal, ask: listModels }),
    countTokens: (call, access, signal) => {
      const ask = (sending: Sending) => countInput(call, sending);
      return askWire({ provider: settings, model: call.model, access, signal, ask });
    },
    embed: (question, access, signal) => {
      const ask = (sending: Sending) => embedTexts(question, sending);
      return askWire({ provider: settings, model: question.model, access, signal, ask });
    },
  };
}

/** Sends a call. The SDK drops fields that it does not know and rewords others; `extraBody` carries our body as it is. */
async function sendCall(model: string, body: JsonObject, sending: Omit<Sending, 'signal'>): Promise<void> {
  const client = await googleClient(sending);
  const config = { automaticContinuation: false, httpOptions: { extraBody: body } };
  await client.models.generateContentStream({ model, contents: '', config });
}

async function listModels({ access, fetch, signal }: Sending): Promise<readonly ListedModel[]> {
  const client = await googleClient({ access, fetch });
  const models: unknown[] = [];
  for await (const model of await client.models.list({ config: { pageSize: 1000, abortSignal: signal } }))
    models.push(model);
  return readModelList(models);
}

/**
 * Counts the tokens of a call. Outside Google's enterprise platform the SDK's counting endpoint takes contents only, so system text is
 * counted as one of them. https://ai.google.dev/api/tokens
 */
async function countInput(call: ModelCall, sending: Sending): Promise<number> {
  const client = await googleClient(sending);
  const { body } = toRequest(call);
  const system = body['systemInstruction'];
  const contents = Array.isArray(body['contents']) ? body['contents'] : [];
  const extraBody = { contents: system === undefined ? contents : [{ role: 'user', ...Object(system) }, ...contents] };
  const answer = await client.models.countTokens({
    model: call.model,
    contents: '',
    config: { abortSignal: sending.signal, httpOptions: { extraBody } },
  });
  return countAt(answer, 'totalTokens') ?? Number.NaN;
}

/** Asks for embeddings; the vendor reports no tokens for them. */
async function embedTexts({ model, texts }: EmbeddingQuestion, sending: Sending): Promise<Embeddings> {
  const client = await googleClient(sending);
  const contents = texts.map((text) => ({ role: 'user', parts: [{ text }] }));
  const answer = await client.models.embedContent({ model, contents, config: { abortSignal: sending.signal } });
  return { vectors: (answer.embeddings ?? []).map(({ values }) => values ?? []) };
}

async function googleClient({ access, fetch }: Omit<Sending, 'signal'>): Promise<GoogleGenAI> {
  const { GoogleGenAI } = await import('@google/genai/web');
  const { host, version } = splitGoogleVersion(access.baseUrl);
  // Without a key the SDK complains on the console; a server that needs no key ignores this one.
  return new GoogleGenAI({ apiKey: access.key ?? 'none', apiVersion: version, httpOptions: { baseUrl: host, fetch } });
}
