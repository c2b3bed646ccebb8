import type { Catalog, CatalogEntry } from './catalog.ts';

/** What the catalog knows of a model by its full name, `provider/model`; undefined where it does not know it. The one look-up of prices, windows and ends. */
export function entryOf({ entries }: Pick<Catalog, 'entries'>, model: string): CatalogEntry | undefined {
  return entries.get(model);
}
