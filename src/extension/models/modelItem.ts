import { isJsonObject } from '../../core/json.ts';
import type { Tier } from '../../core/pricing/catalog.ts';

/** An entry of the Models view: a provider, a tier of its models, or one of them. */
export type ModelItem =
  | { readonly kind: 'provider'; readonly provider: string }
  | { readonly kind: 'tier'; readonly provider: string; readonly tier: Tier | 'other' }
  | { readonly kind: 'model'; readonly model: string };

/** The provider id of the tree entry that a command was called on; undefined for anything else. */
export function modelItemProvider(argument: unknown): string | undefined {
  if (!isJsonObject(argument)) return undefined;
  if (typeof argument['provider'] === 'string') return argument['provider'];
  return typeof argument['model'] === 'string' ? argument['model'].split('/')[0] : undefined;
}
