import type { CatalogEntry, Price } from './catalog.ts';

/** The price that held on a day, as far as it is kept; the one of now where nothing older is known of that day. */
export function priceAt({ price, earlierPrices = [] }: CatalogEntry, day: string): Price | undefined {
  // Newest first: the last that still held on that day is the one.
  return earlierPrices.filter(({ until, from = '' }) => from <= day && day <= until).at(-1)?.price ?? price;
}

/** How much dearer a model is now than on a day, for three parts of prompt and one of answer; 1 where nobody can say. */
export function dearerSince(entry: CatalogEntry | undefined, day: string): number {
  const before = entry && blended(priceAt(entry, day));
  const now = entry && blended(entry.price);
  return before === undefined || now === undefined || before === 0 ? 1 : now / before;
}

function blended({ input, output }: Price = {}): number | undefined {
  return input === undefined || output === undefined ? undefined : 3 * input + output;
}
