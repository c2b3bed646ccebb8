import { isJsonObject } from '../json.ts';
import { booleanAt, countAt, defined, listAt, objectAt, textAt } from '../jsonRead.ts';
import catalogData from './catalog.json' with { type: 'json' };

export type Tier = 'frontier' | 'mid' | 'fast';

export const mediaKinds = ['image', 'audio', 'video', 'pdf'] as const;
export type MediaKind = (typeof mediaKinds)[number];

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
  /** Where a prompt may not fill the whole window. */
  readonly inputLimit?: number;
  readonly outputLimit?: number;
  readonly reasoning?: boolean;
  /** What it reads besides text. */
  readonly reads?: readonly MediaKind[];
  readonly takesTools?: boolean;
  readonly price?: Price;
  /** Of the vendor's batch engine; half of the above unless said. */
  readonly batchPrice?: Price;
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
  const shipped: readonly unknown[] = catalogData.models;
  for (const entry of shipped.map(readCatalogEntry)) if (entry) entries.set(entry.id, entry);
  for (const entry of overrides) entries.set(entry.id, { ...entries.get(entry.id), ...entry });
  return { entries };
}

const tiers: readonly Tier[] = ['frontier', 'mid', 'fast'];

/** An entry from JSON, whoever wrote it; undefined without an id of the form `provider/model`. Fields of a wrong type count as absent. */
export function readCatalogEntry(value: unknown): CatalogEntry | undefined {
  const id = textAt(value, 'id');
  if (id === undefined || !/^[^/]+\/./.test(id)) return undefined;
  const tier = tiers.find((known) => known === textAt(value, 'tier'));
  const reads = isJsonObject(value) && Array.isArray(value['reads']) ? listAt(value, 'reads') : undefined;
  const price = objectAt(value, 'price');
  const batchPrice = objectAt(value, 'batchPrice');
  const steps = listAt(value, 'priceAbove')
    .map(readStep)
    .filter((step) => step !== undefined);
  return {
    id,
    ...defined({
      name: textAt(value, 'name'),
      tier,
      contextWindow: countAt(value, 'contextWindow'),
      inputLimit: countAt(value, 'inputLimit'),
      outputLimit: countAt(value, 'outputLimit'),
      reasoning: booleanAt(value, 'reasoning'),
      reads: reads && mediaKinds.filter((kind) => reads.includes(kind)),
      takesTools: booleanAt(value, 'takesTools'),
      price: price && readPrice(price),
      batchPrice: batchPrice && readPrice(batchPrice),
      priceAbove: steps.length > 0 ? steps : undefined,
      date: textAt(value, 'date'),
      source: textAt(value, 'source'),
      note: textAt(value, 'note'),
    }),
  };
}

function readStep(step: unknown): { readonly above: number; readonly price: Price } | undefined {
  const above = countAt(step, 'above');
  const price = objectAt(step, 'price');
  return above === undefined || !price ? undefined : { above, price: readPrice(price) };
}

function readPrice(price: unknown): Price {
  return defined({
    input: countAt(price, 'input'),
    cachedInput: countAt(price, 'cachedInput'),
    cacheWrite: countAt(price, 'cacheWrite'),
    output: countAt(price, 'output'),
  });
}
