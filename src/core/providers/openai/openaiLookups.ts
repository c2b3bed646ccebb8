import type { Provider } from '../contract/provider.ts';
import { askWire } from '../wire/wireRequest.ts';
import { type KeyHeader, listOpenAiModels } from './openaiClient.ts';
import { embedByOpenai } from './openaiEmbeddings.ts';

/** The other questions to OpenAI and servers that copy it: the list of models, and embeddings. */
export function openaiLookups(
  provider: Pick<Provider, 'name'>,
  keyHeader: KeyHeader,
  infoPath?: string,
): Required<Pick<Provider, 'listModels' | 'embed'>> {
  return {
    listModels: (access, signal) =>
      askWire({
        provider,
        access,
        signal,
        ask: ({ fetch }) => listOpenAiModels(access, fetch, { keyHeader, signal, infoPath }),
      }),
    embed: (question, access, signal) =>
      askWire({
        provider,
        model: question.model,
        access,
        signal,
        ask: (sending) => embedByOpenai(question, { ...sending, keyHeader }),
      }),
  };
}
