import { defined } from '../jsonRead.ts';
import type { Catalog } from '../pricing/catalog.ts';
import { entryOf } from '../pricing/entryOf.ts';
import { dearerSince } from '../pricing/priceAt.ts';
import { routeId } from '../routeId.ts';
import { orderByCost } from './followCost.ts';
import { isMeasuredFor } from './measuredFigures.ts';
import type { Measurements } from './measurements.ts';
import { type CostRoute, type RequestClass, requestClasses } from './route.ts';
import type { RouteBook } from './routeCommand.ts';

/** The moved choices of all cost routes of a folder, or of those that are named. */
export function allMovedChoices(
  book: RouteBook,
  catalog: Catalog,
  isMeant: (route: string) => boolean = () => true,
): readonly string[] {
  return [...book.routes.values()].flatMap((route) =>
    route.kind === 'cost' && isMeant(route.name) ? movedChoices(route, book, catalog) : [],
  );
}

/**
 * The choices that a cost route would make differently if its measured costs were today's, a sentence for each class: the route goes on
 * choosing by what was measured until it learns again.
 */
export function movedChoices(route: CostRoute, book: RouteBook, catalog: Catalog): readonly string[] {
  const measured = book.measured(route.name);
  if (!isMeasuredFor(measured, route) || measured.date === '') return [];
  const request = { key: '', text: '', tokens: 1000, hasTools: false, hasSchema: false, hasMedia: false };
  const priced = atPricesNow(measured, catalog);
  const choose = (by: Measurements, requestClass: RequestClass) =>
    orderByCost({ book, request }, route, { measured: by, requestClass })[0]?.step.target;
  // A class without results of its own uses those of all requests, which the sentences about the other classes name.
  const own = requestClasses.filter((name) => measured.classes[name].size > 0);
  return own.flatMap((name) => {
    const before = choose(measured, name);
    const now = choose(priced, name);
    if (before === undefined || now === undefined || before === now) return [];
    return [
      `${routeId(route.name)} chooses ${before} for ${name} requests by what was measured on ${measured.date}; prices have moved since, and ${now} is cheaper now. Let it learn again: polyprompt route learn ${route.name}`,
    ];
  });
}

type Figures = Measurements['classes'][RequestClass];

function atPricesNow(measured: Measurements, catalog: Catalog): Measurements {
  const moved = (figures: Figures): Figures =>
    new Map(
      [...figures].map(([target, own]) => {
        const cost =
          own.cost === undefined ? undefined : own.cost * dearerSince(entryOf(catalog, target), measured.date);
        return [target, { ...own, ...defined({ cost }) }] as const;
      }),
    );
  const { simple, standard, hard } = measured.classes;
  return { ...measured, classes: { simple: moved(simple), standard: moved(standard), hard: moved(hard) } };
}
