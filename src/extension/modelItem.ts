import { isJsonObject } from '../core/json.ts';

/** An entry of the Models view: a provider, or one of its models. */
export type ModelItem =
  | { readonly kind: 'provider'; readonly provider: string }
  | { readonly kind: 'model'; readonly model: string };

/** The provider id of a tree entry that a command was called on; undefined for anything else. */
export function modelItemProvider(argument: unknown): string | undefined {
  if (!isJsonObject(argument)) return undefined;
  if (typeof argument['provider'] === 'string') return argument['provider'];
  return typeof argument['model'] === 'string' ? argument['model'].split('/')[0] : undefined;
}
