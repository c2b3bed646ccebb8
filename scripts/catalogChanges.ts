import { type CatalogEntry, loadCatalog, type Price } from '../src/core/pricing/catalog.ts';
import { describeEnd, endOf } from '../src/core/pricing/modelEnd.ts';

/** The differences between two catalogs, a line each: models that came and went, then each price, then each end. `today` is an ISO date. */
export function catalogChanges(
  before: readonly CatalogEntry[],
  after: readonly CatalogEntry[],
  today: string,
): readonly string[] {
  const old = new Map(before.map((entry) => [entry.id, entry]));
  const ids = new Set(after.map(({ id }) => id));
  const kept = after.filter(({ id }) => old.has(id));
  const catalog = loadCatalog([], { models: after, today });
  return [
    ...after
      .filter(({ id, source }) => !old.has(id) && source !== 'simulated')
      .map((entry) => `new      ${entry.id}  ${priceText(entry.price)}`),
    ...before.filter(({ id }) => !ids.has(id)).map(({ id }) => `gone     ${id}`),
    ...kept.flatMap((entry) => priceChange(old.get(entry.id), entry)),
    ...kept
      .filter(({ id, endsOn, successor }) => endsOn !== old.get(id)?.endsOn || successor !== old.get(id)?.successor)
      .map((entry) => {
        const end = endOf(catalog, entry.id);
        return `end      ${entry.id}  ${end ? `${describeEnd(end)} (${entry.endSource})` : 'none any more'}`;
      }),
  ];
}

function priceChange(before: CatalogEntry | undefined, after: CatalogEntry): readonly string[] {
  const was = priceText(before?.price);
  const is = priceText(after.price);
  const until = after.priceUntil === before?.priceUntil ? '' : `, until ${after.priceUntil ?? 'further notice'}`;
  if (was === is && until === '') return [];
  return [`price    ${after.id}  ${was === is ? is : `${was} -> ${is}`}${until} (${after.source})`];
}

function priceText(price: Price | undefined): string {
  return price === undefined ? 'unknown' : `${price.input ?? '?'}/${price.output ?? '?'}`;
}
