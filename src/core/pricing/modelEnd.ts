import { defined } from '../jsonRead.ts';
import { counted } from '../text/formatCount.ts';
import type { Catalog, CatalogEntry } from './catalog.ts';
import { entryOf } from './entryOf.ts';

/** A model that has ended, or that its vendor has said will end. */
export interface ModelEnd {
  /** `provider/model`. */
  readonly model: string;
  /** ISO date: the last day on which it answers. */
  readonly endsOn: string;
  /** From today; negative once it has ended. */
  readonly daysLeft: number;
  /** `provider/model`, where one is named that does not end as soon. */
  readonly successor?: string;
  readonly source?: string;
}

/** Models that end within this many days are a problem where they are named. */
export const endingSoonDays = 60;

const day = 86_400_000;

/** The day of a moment in milliseconds since 1970, as `2026-11-29`. */
export function isoDay(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}

/** Undefined where nobody has announced an end, or the catalog does not say which day it is. */
export function endOf(catalog: Catalog, model: string): ModelEnd | undefined {
  const entry = entryOf(catalog, model);
  const { today } = catalog;
  if (entry?.endsOn === undefined || today === undefined) return undefined;
  return {
    model,
    endsOn: entry.endsOn,
    daysLeft: daysUntil(entry.endsOn, today),
    ...defined({ successor: successorOf(catalog, entry, today), source: entry.endSource }),
  };
}

/** Only what has ended or ends soon, of these models, the first end first; each once. */
export function endsWithin(catalog: Catalog, models: Iterable<string>, days = endingSoonDays): readonly ModelEnd[] {
  return [...new Set(models)]
    .flatMap((model) => endOf(catalog, model) ?? [])
    .filter(({ daysLeft }) => daysLeft <= days)
    .sort((left, right) => left.daysLeft - right.daysLeft);
}

export function hasEnded({ daysLeft }: ModelEnd): boolean {
  return daysLeft < 0;
}

/** `ends 2026-12-11, in 12 days; successor openai/gpt-6-luna`, `ended 2026-08-16, 105 days ago`. */
export function describeEnd(end: ModelEnd): string {
  const successor = end.successor === undefined ? '' : `; successor ${end.successor}`;
  return `${hasEnded(end) ? 'ended' : 'ends'} ${end.endsOn}, ${distance(end.daysLeft)}${successor}`;
}

/** Of a model that has ended or ends soon; undefined for the others. */
export function nearEnd(catalog: Catalog, model: string): string | undefined {
  const [end] = endsWithin(catalog, [model]);
  return end && describeEnd(end);
}

/** What has ended is not offered before what answers; otherwise in their order. */
export function lastingFirst(models: readonly string[], catalog: Catalog): readonly string[] {
  const isOver = (model: string) => {
    const end = endOf(catalog, model);
    return end !== undefined && hasEnded(end);
  };
  return [...models.filter((model) => !isOver(model)), ...models.filter(isOver)];
}

function distance(daysLeft: number): string {
  if (daysLeft === 0) return 'today';
  if (daysLeft < 0) return `${counted(-daysLeft, 'day')} ago`;
  return daysLeft === 1 ? 'tomorrow' : `in ${counted(daysLeft, 'day')}`;
}

function daysUntil(endsOn: string, today: string): number {
  return Math.round((Date.parse(endsOn) - Date.parse(today)) / day);
}

/** A successor that ends soon itself is no advice: its own is asked for. */
function successorOf(catalog: Catalog, entry: CatalogEntry, today: string): string | undefined {
  const seen = new Set([entry.id]);
  let next = entry.successor;
  while (next !== undefined && !seen.has(next)) {
    seen.add(next);
    const known = entryOf(catalog, next);
    if (known?.endsOn === undefined || daysUntil(known.endsOn, today) > endingSoonDays) return next;
    next = known.successor;
  }
  return undefined;
}
