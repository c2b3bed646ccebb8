import type { Catalog, CatalogEntry } from './catalog.ts';

/**
 * The catalog's entry of a model by its full name, `provider/model`; undefined for an unknown model. All prices, windows and ends are
 * looked up here.
 */
export function entryOf({ entries }: Pick<Catalog, 'entries'>, model: string): CatalogEntry | undefined {
  return entries.get(model);
}
