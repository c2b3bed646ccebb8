import type { JsonObject } from '../../src/core/json.ts';
import { listAt, textAt } from '../../src/core/jsonRead.ts';
import type { Provider } from '../../src/core/providers/contract/provider.ts';
import { makeProvider } from '../../src/core/providers/makeProvider.ts';
import { presets } from '../../src/core/providers/presets.ts';
import { sse } from '../support/wires.ts';

/** The providers that speak the wires of the scripted loops. */
const speakers: Readonly<Record<string, string>> = {
  'openai-responses': 'openai',
  'openai-chat': 'vllm',
  'openai-chat:deepseek': 'deepseek',
  'openai-chat:openrouter': 'openrouter',
  anthropic: 'anthropic',
  google: 'google',
};

export function providerOf(wire: string): Provider {
  const preset = presets.find(({ id }) => id === speakers[wire]);
  if (!preset) throw new Error(`Nobody here speaks ${wire}.`);
  return makeProvider(preset);
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
