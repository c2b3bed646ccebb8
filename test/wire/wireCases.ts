import { readFileSync } from 'node:fs';
import path from 'node:path';
import { anthropicProvider } from '../../src/core/providers/anthropic/anthropic.ts';
import type { Provider } from '../../src/core/providers/contract/provider.ts';
import { googleProvider } from '../../src/core/providers/google/google.ts';
import { openaiProvider } from '../../src/core/providers/openai/openai.ts';
import { openaiCompatibleProvider } from '../../src/core/providers/openai/openaiCompatible.ts';
import type { WireName } from '../support/wires.ts';

/** One wire with the provider that speaks it and a model of that vendor. */
export interface WireCase {
  readonly wire: WireName;
  readonly provider: Provider;
  readonly model: string;
  /** What stands between the server's address and the provider's paths. */
  readonly basePath: string;
  /** The recorded stream: reasoning, text in several scripts, a tool call, usage. */
  readonly stream: Buffer;
}

const identity = { baseUrl: undefined, keyVariables: ['KEY'], keyRequired: true };

export const wireCases: readonly WireCase[] = [
  {
    wire: 'responses',
    provider: openaiProvider({ ...identity, id: 'openai', name: 'OpenAI' }),
    model: 'gpt-5.6-luna',
    basePath: '/v1',
    stream: recorded('responses'),
  },
  {
    wire: 'chat',
    provider: openaiCompatibleProvider({ ...identity, id: 'groq', name: 'Groq' }),
    model: 'llama-3.3-70b-versatile',
    basePath: '/v1',
    stream: recorded('chat'),
  },
  {
    wire: 'anthropic',
    provider: anthropicProvider({ ...identity, id: 'anthropic', name: 'Anthropic' }),
    model: 'claude-haiku-4-5',
    basePath: '',
    stream: recorded('anthropic'),
  },
  {
    wire: 'google',
    provider: googleProvider({ ...identity, id: 'google', name: 'Google' }),
    model: 'gemini-3.8-flash',
    basePath: '',
    stream: recorded('google'),
  },
];

function recorded(wire: WireName): Buffer {
  return readFileSync(path.join(import.meta.dirname, 'streams', `${wire}.sse`));
}
