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
  /** The number of days from today; negative once it has ended. */
  readonly daysLeft: number;
  /** The successor (`provider/model`), where one is named that does not end as soon. */
  readonly successor?: string;
  readonly source?: string;
}

/** The number of days before its end from which a model is a problem where it is named. */
const endingSoonDays = 60;

const day = 86_400_000;

/** The day of a moment in milliseconds since 1970, as `2026-11-29`. */
export function isoDay(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}

/** The end of a model; undefined where none is announced, or where the catalog has no date of today. */
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

/** The models that have ended or end soon, the first end first; each once. */
export function endsWithin(catalog: Catalog, models: Iterable<string>, days = endingSoonDays): readonly ModelEnd[] {
  return [...new Set(models)]
    .flatMap((model) => endOf(catalog, model) ?? [])
    .filter(({ daysLeft }) => daysLeft <= days)
    .sort((left, right) => left.daysLeft - right.daysLeft);
}

/** True when the model's last day is over. */
export function hasEnded({ daysLeft }: ModelEnd): boolean {
  return daysLeft < 0;
}

/** The end of a model as text: `ends 2026-12-11, in 12 days; successor openai/gpt-6-luna`, or `ended 2026-08-16, 105 days ago`. */
export function describeEnd(end: ModelEnd): string {
  const successor = end.successor === undefined ? '' : `; successor ${end.successor}`;
  return `${hasEnded(end) ? 'ended' : 'ends'} ${end.endsOn}, ${distance(end.daysLeft)}${successor}`;
}

/** The end of a model that has ended or ends soon, as text; undefined for other models. */
export function nearEnd(catalog: Catalog, model: string): string | undefined {
  const [end] = endsWithin(catalog, [model]);
  return end && describeEnd(end);
}

/** The models in their order, but with those that have ended behind the others. */
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

/** The successor of a model. One that ends soon itself is no advice, so its own successor is looked up. */
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
