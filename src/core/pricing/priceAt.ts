import type { CatalogEntry, Price } from './catalog.ts';

/** The price of a day, as far as it is kept; today's price where no older one is known for that day. */
export function priceAt({ price, earlierPrices = [] }: CatalogEntry, day: string): Price | undefined {
  // They are sorted newest first, so the last one that held on that day counts.
  return earlierPrices.filter(({ until, from = '' }) => from <= day && day <= until).at(-1)?.price ?? price;
}

/** The factor by which a model is dearer now than on a day, for three parts of prompt and one of answer; 1 where it is not known. */
export function dearerSince(entry: CatalogEntry | undefined, day: string): number {
  const before = entry && blended(priceAt(entry, day));
  const now = entry && blended(entry.price);
  return before === undefined || now === undefined || before === 0 ? 1 : now / before;
}

function blended({ input, output }: Price = {}): number | undefined {
  return input === undefined || output === undefined ? undefined : 3 * input + output;
}
