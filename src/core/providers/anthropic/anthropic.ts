import type Anthropic from '@anthropic-ai/sdk';
import type { Fetch } from '../../environment.ts';
import type { JsonObject } from '../../json.ts';
import { countAt } from '../../jsonRead.ts';
import type { ModelCall } from '../../messages.ts';
import { identityOf, type ProviderIdentity } from '../contract/endpoint.ts';
import type { ListedModel, Provider } from '../contract/provider.ts';
import { readModelList } from '../mapping/modelList.ts';
import { askWire, type Sending } from '../wire/wireRequest.ts';
import { streamWire } from '../wire/wireStream.ts';
import { anthropicApiVersion, isOfficialAnthropic } from './anthropicAddress.ts';
import { anthropicBatch } from './anthropicBatch.ts';
import { anthropicReader } from './anthropicReader.ts';
import { type AnthropicRequest, toRequest } from './anthropicRequest.ts';

/** The SDK's time limit in milliseconds, longer than any of ours: timeouts.ts decides, not the SDK. */
const sdkTimeout = 2 ** 31 - 1;

/** The provider for Anthropic's Messages API, and for gateways that speak it. */
export function anthropicProvider(settings: ProviderIdentity): Provider {
  const { id, name } = settings;
  return {
    ...identityOf(settings),
    ...(id === 'anthropic' ? { batch: anthropicBatch(settings) } : {}),
    stream(call, access, signal) {
      const request = toRequest(call);
      const reader = anthropicReader({ who: name, model: call.model, wallTime: access.clock.wallTime() });
      const send = (fetch: Fetch) => sendCall(request, { access, fetch });
      return streamWire({ who: name, model: call.model, access, signal, warnings: request.warnings, reader, send });
    },
    describeRequest(call, baseUrl) {
      const { body, warnings, apiVersion } = toRequest(call);
      return {
        method: 'POST',
        url: `${baseUrl}/v1/messages`,
        headers: describedHeaders(settings, baseUrl, apiVersion),
        body,
        warnings,
      };
    },
    listModels: (access, signal) => askWire({ provider: settings, access, signal, ask: listModels }),
    countTokens: (call, access, signal) => {
      const ask = (sending: Sending) => countInput(countBody(call), sending);
      return askWire({ provider: settings, model: call.model, access, signal, ask });
    },
  };
}

async function sendCall({ body, apiVersion }: AnthropicRequest, sending: Omit<Sending, 'signal'>): Promise<void> {
  const client = await anthropicClient(sending);
  const headers = apiVersion === undefined ? {} : { 'anthropic-version': apiVersion };
  await client.post('/v1/messages', { body, headers, stream: true }).asResponse();
}

async function listModels(sending: Sending): Promise<readonly ListedModel[]> {
  const client = await anthropicClient(sending);
  return readModelList(await client.get<unknown>('/v1/models', { query: { limit: 1000 }, signal: sending.signal }));
}

async function countInput(body: JsonObject, sending: Sending): Promise<number> {
  const client = await anthropicClient(sending);
  const answer = await client.post<unknown>('/v1/messages/count_tokens', { body, signal: sending.signal });
  return countAt(answer, 'input_tokens') ?? Number.NaN;
}

/** The body for the counting endpoint, which takes everything that shapes the input and nothing about how to answer. */
function countBody(call: ModelCall): JsonObject {
  const counted = ['model', 'system', 'messages', 'tools', 'tool_choice', 'thinking', 'output_config'];
  return Object.fromEntries(Object.entries(toRequest(call).body).filter(([key]) => counted.includes(key)));
}

/**
 * Makes the SDK's client. SDK 1.x sends a Bearer token (https://platform.claude.com/docs/en/api/migration-2026-10-21); gateways read
 * `x-api-key`, so that every address but Anthropic's own gets that.
 */
async function anthropicClient({ access, fetch }: Omit<Sending, 'signal'>): Promise<Anthropic> {
  const { Anthropic } = await import('@anthropic-ai/sdk');
  const { key, baseUrl } = access;
  const isOfficial = isOfficialAnthropic(baseUrl);
  return new Anthropic({
    // The key is never null: the SDK would then look for credentials on this disk and send them to any address that stands here.
    apiKey: key ?? 'none',
    authToken: null,
    baseURL: baseUrl,
    fetch,
    maxRetries: 0,
    timeout: sdkTimeout,
    logLevel: 'off',
    openTelemetry: false,
    ...(isOfficial ? {} : { defaultHeaders: { authorization: null, 'x-api-key': key ?? 'none' } }),
  });
}

function describedHeaders(
  { keyVariables }: ProviderIdentity,
  baseUrl: string,
  apiVersion: string | undefined,
): Record<string, string> {
  const variable = keyVariables[0];
  const bearer = isOfficialAnthropic(baseUrl);
  const key =
    variable === undefined ? {} : bearer ? { authorization: `Bearer $${variable}` } : { 'x-api-key': `$${variable}` };
  return { ...key, 'anthropic-version': apiVersion ?? anthropicApiVersion, 'content-type': 'application/json' };
}
