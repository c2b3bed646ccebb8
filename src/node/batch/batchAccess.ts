import type { Environment } from '../../core/environment.ts';
import { PolypromptError } from '../../core/errors.ts';
import type { BatchJob } from '../../core/providers/contract/batchJob.ts';
import type { BatchApi, ProviderAccess } from '../../core/providers/contract/provider.ts';
import type { ProviderRegistry } from '../../core/providers/registry.ts';

export interface BatchContext {
  readonly registry: ProviderRegistry;
  readonly environment: Environment;
  /** Folder that holds `runs/`. */
  readonly storage: string;
  readonly signal: AbortSignal;
}

/**
 * Asks how a job stands. A vendor that does not know the job answers as if the model were unknown; the error that is thrown here says what
 * that means for a job.
 */
export async function readJob({ api, access }: BatchAccess, job: string, signal: AbortSignal): Promise<BatchJob> {
  try {
    return await api.read(job, access, signal);
  } catch (error) {
    if (!isUnknownJob(error)) throw error;
    throw new PolypromptError('provider-error', `Nobody knows the batch job ${job} there.`, {
      hint: 'Use the key of the account that submitted it. If it was deleted, give it up with: polyprompt batch collect RUN --live',
      status: 404,
      cause: error,
    });
  }
}

export function isUnknownJob(error: unknown): boolean {
  return error instanceof PolypromptError && error.status === 404;
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
