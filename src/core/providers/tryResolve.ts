import { PolypromptError } from '../errors.ts';
import type { ProviderRegistry, ResolvedModel } from './registry.ts';

/** Looks up a model by its name; returns the error for a name that is none, and does not throw it. */
export function tryResolve(registry: ProviderRegistry, model: string): ResolvedModel | PolypromptError {
  try {
    return registry.resolve(model);
  } catch (error) {
    if (error instanceof PolypromptError) return error;
    throw error;
  }
}
