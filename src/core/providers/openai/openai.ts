import type { Fetch } from '../../environment.ts';
import type { JsonObject } from '../../json.ts';
import { countAt } from '../../jsonRead.ts';
import type { ModelCall } from '../../messages.ts';
import { identityOf, type ProviderIdentity } from '../contract/endpoint.ts';
import type { Provider } from '../contract/provider.ts';
import { askWire, type Sending } from '../wire/wireRequest.ts';
import { streamWire } from '../wire/wireStream.ts';
import { openaiBatch } from './openaiBatch.ts';
import { describedHeaders, type KeyHeader, openaiClient, sendToOpenai } from './openaiClient.ts';
import { openaiCompatibleProvider } from './openaiCompatible.ts';
import { openaiLookups } from './openaiLookups.ts';
import { openaiReader } from './openaiReader.ts';
import { toRequest } from './openaiRequest.ts';

export interface ResponsesSettings extends ProviderIdentity {
  readonly keyHeader?: KeyHeader;
}

/** The provider for OpenAI's Responses API, and for others that speak it (Azure, Perplexity). */
export function openaiProvider(settings: ResponsesSettings): Provider {
  const { id, name, keyHeader = 'bearer' } = settings;
  const chat = openaiCompatibleProvider(settings);
  return {
    ...identityOf(settings),
    givesLogProbs: true,
    ...(id === 'openai' ? { batch: openaiBatch(settings) } : {}),
    stream(call, access, signal) {
      if (call.parameters.wire === 'chat') return chat.stream(call, access, signal);
      const { body, warnings } = toRequest(call);
      const reader = openaiReader({
        who: name,
        model: call.model,
        wallTime: access.clock.wallTime(),
        outputLimit: countAt(body, 'max_output_tokens'),
      });
      const send = (fetch: Fetch) => sendToOpenai('/responses', { access, fetch, body, keyHeader });
      return streamWire({ who: name, model: call.model, access, signal, warnings, reader, send });
    },
    describeRequest: (call, baseUrl) =>
      (call.parameters.wire === 'chat' && chat.describeRequest?.(call, baseUrl)) || {
        method: 'POST',
        url: `${baseUrl}/responses`,
        headers: describedHeaders(settings, keyHeader),
        ...toRequest(call),
      },
    ...openaiLookups(settings, keyHeader),
    countTokens: (call, access, signal) => {
      const ask = (sending: Sending) => countInput(countBody(call), { ...sending, keyHeader });
      return askWire({ provider: settings, model: call.model, access, signal, ask });
    },
  };
}

interface Counting extends Sending {
  readonly keyHeader: KeyHeader;
}

async function countInput(body: JsonObject, { access, fetch, keyHeader, signal }: Counting): Promise<number> {
  const client = await openaiClient(access, fetch, keyHeader);
  const answer = await client.post<unknown>('/responses/input_tokens', { body, signal });
  return countAt(answer, 'input_tokens') ?? Number.NaN;
}

/** The body for the counting endpoint, which takes everything that shapes the input and nothing about how to answer. */
function countBody(call: ModelCall): JsonObject {
  const { body } = toRequest(call);
  const counted = ['model', 'instructions', 'input', 'tools', 'tool_choice', 'text', 'reasoning'];
  return Object.fromEntries(Object.entries(body).filter(([key]) => counted.includes(key)));
}
