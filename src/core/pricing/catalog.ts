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

/** The facts about one model, dated and with their source. Limits are tokens. */
export interface CatalogEntry {
  /** `provider/model`. */
  readonly id: string;
  readonly name?: string;
  readonly tier?: Tier;
  readonly contextWindow?: number;
  /** The limit of the prompt, where it may not fill the whole window. */
  readonly inputLimit?: number;
  readonly outputLimit?: number;
  readonly reasoning?: boolean;
  /** The media that it reads besides text. */
  readonly reads?: readonly MediaKind[];
  readonly takesTools?: boolean;
  readonly price?: Price;
  /** The price of the vendor's batch engine; half of the above unless given. */
  readonly batchPrice?: Price;
  /** Prices for prompts larger than `above` tokens, ascending. */
  readonly priceAbove?: readonly { readonly above: number; readonly price: Price }[];
  /** The ISO date of the price, and `source`, the place where it was read. */
  readonly date?: string;
  readonly source?: string;
  readonly note?: string;
  /**
   * ISO dates of the first and the last day on which the price is known to hold. After a promotion `nextPrice` holds, where it was
   * announced.
   */
  readonly priceFrom?: string;
  readonly priceUntil?: string;
  readonly nextPrice?: Price;
  /** Earlier prices, newest first. */
  readonly earlierPrices?: readonly DatedPrice[];
  /**
   * ISO date of the last day on which it answers; `successor` is the vendor's replacement (`provider/model`), and `endSource` says who
   * announced it.
   */
  readonly endsOn?: string;
  readonly successor?: string;
  readonly endSource?: string;
}

/** A price with its ISO dates, both included. */
export interface DatedPrice {
  readonly price: Price;
  readonly from?: string;
  readonly until: string;
}

export interface Catalog {
  /** The ISO date for which the catalog is valid; without it no model counts as ending soon. */
  readonly today?: string;
  readonly entries: ReadonlyMap<string, CatalogEntry>;
}

export interface CatalogOptions {
  /** The ISO date for which prices are chosen: those that no longer hold are replaced, or left out. */
  readonly today?: string;
  /** The models in place of the shipped catalog. */
  readonly models?: readonly unknown[];
  /** The entries of a user's file, which replace entries of the same id or are added. */
  readonly file?: readonly CatalogEntry[];
}

/** The shipped catalog, or another one, with the user's own entries laid over it field by field. */
export function loadCatalog(overrides: readonly CatalogEntry[] = [], options: CatalogOptions = {}): Catalog {
  const { today, models = catalogData.models, file = [] } = options;
  const entries = new Map<string, CatalogEntry>();
  for (const entry of [...models.map(readCatalogEntry), ...file])
    if (entry) entries.set(entry.id, today === undefined ? entry : priceOn(entry, today));
  for (const entry of overrides) entries.set(entry.id, { ...entries.get(entry.id), ...entry });
  return { entries, ...defined({ today }) };
}

/**
 * The entry with the price of a day. After a promotion it has the price that was announced for the time after it, and none where no price
 * was announced: an unknown price is better than one that is too low.
 */
function priceOn(entry: CatalogEntry, today: string): CatalogEntry {
  const { priceUntil, nextPrice } = entry;
  if (priceUntil === undefined || today <= priceUntil) return entry;
  const { price: _over, priceAbove: _above, batchPrice: _batch, priceUntil: _until, nextPrice: _next, ...rest } = entry;
  const note = `The price that was known held until ${priceUntil}.`;
  return nextPrice ? { ...rest, price: nextPrice } : { ...rest, note };
}

const tiers: readonly Tier[] = ['frontier', 'mid', 'fast'];

/** Reads an entry from any JSON; undefined without an id of the form `provider/model`. Fields of a wrong type count as absent. */
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
      ...readDates(value),
    }),
  };
}

function readDates(value: unknown): Partial<CatalogEntry> {
  const nextPrice = objectAt(value, 'nextPrice');
  const earlier = listAt(value, 'earlierPrices')
    .map(readDatedPrice)
    .filter((price) => price !== undefined);
  return defined({
    priceFrom: dayAt(value, 'priceFrom'),
    priceUntil: dayAt(value, 'priceUntil'),
    nextPrice: nextPrice && readPrice(nextPrice),
    earlierPrices: earlier.length > 0 ? earlier : undefined,
    endsOn: dayAt(value, 'endsOn'),
    successor: textAt(value, 'successor'),
    endSource: textAt(value, 'endSource'),
  });
}

function readDatedPrice(value: unknown): DatedPrice | undefined {
  const price = objectAt(value, 'price');
  const until = dayAt(value, 'until');
  if (!price || until === undefined) return undefined;
  return { price: readPrice(price), until, ...defined({ from: dayAt(value, 'from') }) };
}

function dayAt(value: unknown, key: string): string | undefined {
  const text = textAt(value, key);
  return text !== undefined && /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text)) ? text : undefined;
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
