import type { JsonObject } from '../../src/core/json.ts';
import { listAt, textAt } from '../../src/core/jsonRead.ts';
import { createRegistry, type ProviderRegistry } from '../../src/core/providers/registry.ts';
import { sse } from '../support/wires.ts';

/** The providers that speak the wires of the scripted loops. */
const speakers: Readonly<Record<string, string>> = {
  'openai-responses': 'openai',
  'openai-chat': 'plain',
  'openai-chat:deepseek': 'deepseek',
  'openai-chat:openrouter': 'openrouter',
  anthropic: 'anthropic',
  google: 'google',
};

/** All providers, and one that speaks Chat Completions as everybody does. */
export function loopRegistry(): ProviderRegistry {
  return createRegistry({ endpoints: { plain: { baseUrl: 'https://plain.example/v1', kind: 'openai-chat' } } });
}

/** The id of the provider that speaks a wire. */
export function speakerOf(wire: string): string {
  const id = speakers[wire];
  if (id === undefined) throw new Error(`Nobody here speaks ${wire}.`);
  return id;
}

/** Whether an answer comes in events, or whole in one body. */
export type AnswerForm = 'streamed' | 'whole';

/** The bytes of a scripted answer, as the vendor would send them. */
export function encodedAnswer(wire: string, answer: unknown): string {
  const events = listAt(answer, 'events');
  const isNamed = wire === 'openai-responses' || wire === 'anthropic';
  const written = events.map((event) => sse(event, isNamed ? textAt(event, 'type') : undefined)).join('');
  return wire.startsWith('openai-chat') ? `${written}${sse('[DONE]')}` : written;
}

export function answerResponse(body: string | JsonObject): Response {
  return typeof body === 'string'
    ? new Response(body, { headers: { 'content-type': 'text/event-stream' } })
    : Response.json(body);
}
