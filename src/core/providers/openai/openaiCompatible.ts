import type { Fetch } from '../../environment.ts';
import { identityOf, type ProviderIdentity } from '../contract/endpoint.ts';
import type { Provider } from '../contract/provider.ts';
import { streamWire } from '../wire/wireStream.ts';
import { type ChatFlags, plainChat } from './chatFlags.ts';
import { chatReader } from './chatReader.ts';
import { toRequest } from './chatRequest.ts';
import { describedHeaders, type KeyHeader, sendToOpenai } from './openaiClient.ts';
import { openaiLookups } from './openaiLookups.ts';

export interface ChatSettings extends ProviderIdentity {
  readonly keyHeader?: KeyHeader;
  readonly chat?: Partial<ChatFlags>;
}

/** The provider for any server that speaks Chat Completions; `chat` declares the differences of its dialect. */
export function openaiCompatibleProvider(settings: ChatSettings): Provider {
  const { name, keyHeader = 'bearer' } = settings;
  const flags: ChatFlags = { ...plainChat, ...settings.chat };
  const server = { who: name, flags };
  return {
    ...identityOf(settings),
    givesLogProbs: flags.givesLogProbs,
    tellsPrices: flags.modelInfoPath !== undefined,
    stream(call, access, signal) {
      const { body, warnings } = toRequest(call, server);
      const reader = chatReader({ who: name, model: call.model, wallTime: access.clock.wallTime() }, flags);
      const send = (fetch: Fetch) => sendToOpenai('/chat/completions', { access, fetch, body, keyHeader });
      return streamWire({ who: name, model: call.model, access, signal, warnings, reader, send });
    },
    describeRequest: (call, baseUrl) => ({
      method: 'POST',
      url: `${baseUrl}/chat/completions`,
      headers: describedHeaders(settings, keyHeader),
      ...toRequest(call, server),
    }),
    ...openaiLookups(settings, keyHeader, flags.modelInfoPath),
  };
}
