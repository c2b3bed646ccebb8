import type { Environment } from '../environment.ts';
import { originOf } from '../guardedFetch.ts';
import type { ProviderRegistry } from './registry.ts';

/** The providers that can be asked now: those that need no key, and those with a key for their address. Nothing is sent. */
export async function usableProviders(
  registry: ProviderRegistry,
  { lookUpKey }: Pick<Environment, 'lookUpKey'>,
): Promise<ReadonlySet<string>> {
  const found = await Promise.all(
    registry.list().map(async ({ id, keyRequired, defaultBaseUrl }) => {
      if (!keyRequired) return id;
      const origin = defaultBaseUrl === undefined ? undefined : originOf(defaultBaseUrl);
      const key = origin === undefined ? undefined : await lookUpKey(id, origin);
      return key?.origin === origin ? id : undefined;
    }),
  );
  return new Set(found.filter((id) => id !== undefined));
}
