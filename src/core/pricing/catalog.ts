import catalogData from './catalog.json' with { type: 'json' };

export type Tier = 'frontier' | 'mid' | 'fast';

/** USD per million tokens. An absent figure is unknown, never zero; a stated 0 is free. */
export interface Price {
  readonly input?: number;
  readonly cachedInput?: number;
  readonly cacheWrite?: number;
  readonly output?: number;
}

/** What is known of one model, dated and with its source. Limits are tokens. */
export interface CatalogEntry {
  /** `provider/model`. */
  readonly id: string;
  readonly name?: string;
  readonly tier?: Tier;
  readonly contextWindow?: number;
  readonly outputLimit?: number;
  readonly reasoning?: boolean;
  readonly price?: Price;
  /** Prices for prompts larger than `above` tokens, ascending. */
  readonly priceAbove?: readonly { readonly above: number; readonly price: Price }[];
  /** ISO date of the price, and where it was read. */
  readonly date?: string;
  readonly source?: string;
  readonly note?: string;
}

export interface Catalog {
  readonly entries: ReadonlyMap<string, CatalogEntry>;
}

/** The catalog shipped with the product, with the user's own entries laid over it field by field. */
export function loadCatalog(overrides: readonly CatalogEntry[] = []): Catalog {
  const entries = new Map<string, CatalogEntry>();
  const shipped: readonly CatalogEntry[] = catalogData.models;
  for (const entry of shipped) entries.set(entry.id, entry);
  for (const entry of overrides) entries.set(entry.id, { ...entries.get(entry.id), ...entry });
  return { entries };
}
