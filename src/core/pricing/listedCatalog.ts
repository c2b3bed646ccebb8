import { defined } from '../jsonRead.ts';
import type { Catalog, CatalogEntry, Price } from './catalog.ts';

/** A model in a provider's own list: limits in tokens, prices in USD per million tokens, ISO dates. */
interface Listed {
  /** The vendor's own name. */
  readonly model: string;
  readonly name?: string;
  readonly contextWindow?: number;
  readonly outputLimit?: number;
  readonly price?: Price;
  readonly endsOn?: string;
  readonly successor?: string;
}

/**
 * The catalog with the facts of a provider's list added. For the end of a model the vendor's own word counts; other facts fill what the
 * catalog lacks.
 */
export function withListed(catalog: Catalog, provider: string, listed: readonly Listed[]): Catalog {
  const entries = new Map(catalog.entries);
  for (const model of listed) {
    const id = `${provider}/${model.model}`;
    entries.set(id, { ...fromList(model, provider, catalog.today), ...entries.get(id), ...endIn(model, provider) });
  }
  return { ...catalog, entries };
}

function fromList({ model, name, ...known }: Listed, provider: string, today: string | undefined): CatalogEntry {
  const { contextWindow, outputLimit, price } = known;
  const dated = price ? { date: today, source: 'the list of the server' } : {};
  return { id: `${provider}/${model}`, ...defined({ name, contextWindow, outputLimit, price, ...dated }) };
}

function endIn({ endsOn, successor }: Listed, provider: string): Partial<CatalogEntry> {
  if (endsOn === undefined) return {};
  const next = successor === undefined ? {} : { successor: `${provider}/${successor}` };
  return { endsOn, endSource: "the vendor's own list", ...next };
}
