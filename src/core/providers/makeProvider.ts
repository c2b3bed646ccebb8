import { defined } from '../jsonRead.ts';
import { anthropicProvider } from './anthropic/anthropic.ts';
import type { EndpointKind } from './contract/endpoint.ts';
import type { Provider } from './contract/provider.ts';
import { googleProvider } from './google/google.ts';
import { openaiProvider } from './openai/openai.ts';
import { openaiCompatibleProvider } from './openai/openaiCompatible.ts';
import type { Preset } from './presets.ts';

const makers: Readonly<Record<EndpointKind, (preset: Preset) => Provider>> = {
  'openai-chat': openaiCompatibleProvider,
  'openai-responses': openaiProvider,
  anthropic: anthropicProvider,
  google: googleProvider,
};

/** Makes the provider for the wire that the preset names. */
export function makeProvider(preset: Preset): Provider {
  const { keyPage, headers } = preset;
  return { ...makers[preset.kind](preset), ...defined({ keyPage, headers }) };
}
