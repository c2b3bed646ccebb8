import type { Provider } from '../../core/providers/contract/provider.ts';

/** The place of a provider's key: the provider's id and the origin of the address in use. */
export interface KeyPlace {
  readonly provider: Provider;
  readonly origin: string;
}
