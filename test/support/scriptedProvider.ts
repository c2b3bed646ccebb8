import { PolypromptError } from '../../src/core/errors.ts';
import type { ModelCall, ModelEvent } from '../../src/core/messages.ts';
import { parseModelRef } from '../../src/core/models/modelRef.ts';
import type { Provider, ProviderAccess } from '../../src/core/providers/contract/provider.ts';
import type { ProviderRegistry } from '../../src/core/providers/registry.ts';
import type { FakeClock } from './fakeClock.ts';

/** One step of a scripted answer: an event, a pause on the fake clock, or a failure. */
export type Step =
  | ModelEvent
  | { readonly type: 'pause'; readonly ms: number }
  | { readonly type: 'throw'; readonly error: PolypromptError };

export const text = (value: string): Step => ({ type: 'text', text: value });
export const pause = (ms: number): Step => ({ type: 'pause', ms });
export const fail = (error: PolypromptError): Step => ({ type: 'throw', error });
export const usage: Step = { type: 'usage', usage: { inputTokens: 10, outputTokens: 5 } };
export const done: Step = { type: 'done', finishReason: 'stop', servedModel: 'served' };

/** A registry of one provider, `fake`, whose models play one script per attempt; the last script repeats. */
export function scriptedRegistry(
  clock: FakeClock,
  scripts: Readonly<Record<string, readonly (readonly Step[])[]>>,
): ProviderRegistry & { readonly calls: readonly ModelCall[] } {
  const calls: ModelCall[] = [];
  async function* stream(call: ModelCall, _access: ProviderAccess, signal: AbortSignal): AsyncGenerator<ModelEvent> {
    const played = calls.filter((earlier) => earlier.model === call.model).length;
    calls.push(call);
    const attempts = scripts[call.model] ?? [];
    for (const step of attempts[Math.min(played, attempts.length - 1)] ?? []) {
      if (step.type === 'pause') await clock.sleep(step.ms, signal);
      else if (step.type === 'throw') throw step.error;
      else yield step;
    }
  }
  const provider: Provider = {
    id: 'fake',
    name: 'Fake',
    keyVariables: [],
    keyRequired: false,
    defaultBaseUrl: undefined,
    stream,
    embed: async ({ texts }) => ({ vectors: texts.map(() => [1, 0]), usage: { inputTokens: 1, outputTokens: 0 } }),
  };
  const access = {
    baseUrl: '',
    key: undefined,
    fetch: () => Promise.reject(new Error('no network')),
    clock,
    random: () => 0.5,
    timeouts: { connect: 1, firstByte: 1, idle: 1, total: 1 },
  };
  return {
    calls,
    get: () => provider,
    list: () => [provider],
    resolve: (id) => {
      const ref = parseModelRef(id);
      if (ref?.provider !== 'fake') throw new PolypromptError('unknown-provider', `There is no provider for "${id}".`);
      return { provider, ref, baseUrl: undefined };
    },
    accessFor: async () => access,
  };
}
