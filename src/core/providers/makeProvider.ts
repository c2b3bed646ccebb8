import { defined } from '../jsonRead.ts';
import { anthropicProvider } from './anthropic.ts';
import type { EndpointKind } from './endpoint.ts';
import { googleProvider } from './google.ts';
import { openaiProvider } from './openai.ts';
import { openaiCompatibleProvider } from './openaiCompatible.ts';
import type { Preset } from './presets.ts';
import type { Provider } from './provider.ts';

const makers: Readonly<Record<EndpointKind, (preset: Preset) => Provider>> = {
  'openai-chat': openaiCompatibleProvider,
  'openai-responses': openaiProvider,
  anthropic: anthropicProvider,
  google: googleProvider,
};

/** A provider for whichever wire the preset names. */
export function makeProvider(preset: Preset): Provider {
  const { keyPage, headers } = preset;
  return { ...makers[preset.kind](preset), ...defined({ keyPage, headers }) };
}
