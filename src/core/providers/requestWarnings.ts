import type { ModelCall, ModelWarning } from '../messages.ts';
import type { ResolvedModel } from './registry.ts';

/** The parts of a request that would have to change so that this model can take it. Nothing is sent. */
export function requestWarnings(
  { provider, ref, baseUrl }: ResolvedModel,
  asked: Pick<ModelCall, 'messages' | 'parameters'>,
): readonly ModelWarning[] {
  const call = { model: ref.model, ...asked };
  if (baseUrl === undefined) return provider.warningsFor?.(call) ?? [];
  return provider.describeRequest?.(call, baseUrl).warnings ?? [];
}
