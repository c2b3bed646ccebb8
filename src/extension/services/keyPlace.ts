import type { Provider } from '../../core/providers/contract/provider.ts';

/** Where a provider's key belongs: its id and the origin of the address in force. */
export interface KeyPlace {
  readonly provider: Provider;
  readonly origin: string;
}
