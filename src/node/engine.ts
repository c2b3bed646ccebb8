import type { Environment } from '../core/environment.ts';
import type { Catalog } from '../core/pricing/catalog.ts';
import type { ProviderRegistry } from '../core/providers/registry.ts';

/** What everything that asks models, or only estimates that, works with. */
export interface Engine {
  readonly environment: Environment;
  readonly registry: ProviderRegistry;
  readonly catalog: Catalog;
}
