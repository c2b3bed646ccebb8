import type { Fetch } from '../../src/core/environment.ts';
import { guardFetch, originOf } from '../../src/core/guardedFetch.ts';
import type { ModelCall, Parameters } from '../../src/core/messages.ts';
import type { ProviderAccess } from '../../src/core/providers/contract/provider.ts';
import { defaultTimeouts } from '../../src/core/providers/wire/timeouts.ts';
import { systemClock } from '../../src/node/nodeEnvironment.ts';

/** A key that may appear nowhere but in the header of a request. */
export const canaryKey = 'sk-CANARY-9f8e7d6c5b4a39281706';

/** Access to a server on this machine, with the real clock and a real, guarded fetch. */
export function accessTo(
  baseUrl: string,
  changes: Partial<ProviderAccess> & { readonly rawFetch?: Fetch } = {},
): ProviderAccess {
  const { rawFetch = fetch, ...access } = changes;
  const origin = originOf(baseUrl) ?? baseUrl;
  return {
    baseUrl,
    key: canaryKey,
    fetch: guardFetch(rawFetch, { origin, key: canaryKey }),
    clock: systemClock,
    random: () => 0.5,
    timeouts: defaultTimeouts,
    ...access,
  };
}

/** A call with one user message. */
export function callOf(model: string, text: string, parameters: Parameters = {}): ModelCall {
  return { model, messages: [{ role: 'user', parts: [{ type: 'text', text }] }], parameters };
}
