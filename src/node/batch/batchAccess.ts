import type { Environment } from '../../core/environment.ts';
import { PolypromptError } from '../../core/errors.ts';
import type { BatchApi, ProviderAccess } from '../../core/providers/provider.ts';
import type { ProviderRegistry } from '../../core/providers/registry.ts';

export interface BatchContext {
  readonly registry: ProviderRegistry;
  readonly environment: Environment;
  /** Folder that holds `runs/`. */
  readonly storage: string;
  readonly signal: AbortSignal;
}

export interface BatchAccess {
  readonly api: BatchApi;
  readonly access: ProviderAccess;
  /** The vendor's own name of the model. */
  readonly model: string;
}

/** The way to a model's batch engine. Throws where there is none, or no key. */
export async function batchAccess(
  { registry, environment }: Pick<BatchContext, 'registry' | 'environment'>,
  model: string,
): Promise<BatchAccess> {
  const { provider, ref } = registry.resolve(model);
  const { batch: api } = provider;
  if (!api) {
    throw new PolypromptError('unknown-provider', `${provider.name} has no batch engine that Polyprompt knows.`, {
      hint: 'Run this model without a batch.',
    });
  }
  return { api, access: await registry.accessFor(provider, ref.model, environment), model: ref.model };
}
