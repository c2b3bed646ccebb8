import { PolypromptError } from '../errors.ts';
import type { ProviderRegistry, ResolvedModel } from './registry.ts';

/** A model by its name, or why it is none: that is told, not thrown. */
export function tryResolve(registry: ProviderRegistry, model: string): ResolvedModel | PolypromptError {
  try {
    return registry.resolve(model);
  } catch (error) {
    if (error instanceof PolypromptError) return error;
    throw error;
  }
}
