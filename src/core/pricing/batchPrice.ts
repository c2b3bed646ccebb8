import { defined } from '../jsonRead.ts';
import type { Catalog, CatalogEntry, Price } from './catalog.ts';

/** The share of the live price that vendors usually take for a request of a batch job, where the catalog has no price for it. */
const usualShare = 0.5;

/** The model at its price for batch jobs. */
export function atBatchPrice(entry: CatalogEntry): CatalogEntry {
  const { price, priceAbove, batchPrice } = entry;
  const own = batchPrice ?? (price && discounted(price));
  const above = batchPrice ? undefined : priceAbove?.map((step) => ({ ...step, price: discounted(step.price) }));
  const { priceAbove: _live, ...rest } = entry;
  return { ...rest, ...defined({ price: own, priceAbove: above }) };
}

/** The catalog with these models at their batch price. */
export function batchCatalog({ entries, ...rest }: Catalog, isBatched: (model: string) => boolean): Catalog {
  const priced = [...entries].map(([id, entry]) => [id, isBatched(id) ? atBatchPrice(entry) : entry] as const);
  return { ...rest, entries: new Map(priced) };
}

function discounted({ input, cachedInput, cacheWrite, output }: Price): Price {
  return {
    ...(input === undefined ? {} : { input: input * usualShare }),
    ...(cachedInput === undefined ? {} : { cachedInput: cachedInput * usualShare }),
    ...(cacheWrite === undefined ? {} : { cacheWrite: cacheWrite * usualShare }),
    ...(output === undefined ? {} : { output: output * usualShare }),
  };
}
