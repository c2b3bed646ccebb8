import type { Fetch } from '../environment.ts';
import { type ChatFlags, plainChat } from './chatFlags.ts';
import { chatReader } from './chatReader.ts';
import { toRequest } from './chatRequest.ts';
import type { ProviderIdentity } from './endpoint.ts';
import { describedHeaders, type KeyHeader, listOpenAiModels, OpenaiClients } from './openaiClient.ts';
import { embedByOpenai } from './openaiEmbeddings.ts';
import type { Provider } from './provider.ts';
import { askWire } from './wireRequest.ts';
import { streamWire } from './wireStream.ts';

export interface ChatSettings extends ProviderIdentity {
  readonly keyHeader?: KeyHeader;
  readonly chat?: Partial<ChatFlags>;
}

/** Any server that speaks Chat Completions; `chat` declares how its dialect differs. */
export function openaiCompatibleProvider(settings: ChatSettings): Provider {
  const { id, name, keyVariables, keyRequired, keyHeader = 'bearer' } = settings;
  const flags: ChatFlags = { ...plainChat, ...settings.chat };
  const server = { who: name, flags };
  const clients = new OpenaiClients(keyHeader);
  return {
    id,
    name,
    keyVariables,
    defaultBaseUrl: settings.baseUrl,
    keyRequired,
    stream(call, access, signal) {
      const { body, warnings } = toRequest(call, server);
      const reader = chatReader({ who: name, model: call.model, wallTime: access.clock.wallTime() }, flags);
      const send = (fetch: Fetch) => clients.send('/chat/completions', { access, fetch, body });
      return streamWire({ who: name, model: call.model, access, signal, warnings, reader, send });
    },
    describeRequest: (call, baseUrl) => ({
      method: 'POST',
      url: `${baseUrl}/chat/completions`,
      headers: describedHeaders(settings, keyHeader),
      ...toRequest(call, server),
    }),
    listModels: (access, signal) =>
      askWire({
        provider: settings,
        access,
        signal,
        ask: (fetch) => listOpenAiModels(access, fetch, { keyHeader, signal }),
      }),
    embed: (question, access, signal) =>
      askWire({
        provider: settings,
        model: question.model,
        access,
        signal,
        ask: (fetch) => embedByOpenai(question, { access, fetch, keyHeader, signal }),
      }),
  };
}
