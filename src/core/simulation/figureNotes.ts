import { routeId } from '../routeId.ts';
import { figureName } from '../routing/measuredFigures.ts';
import type { CostRoute, Route } from '../routing/route.ts';
import { formatCount } from '../text/formatCount.ts';
import { formatPercent } from '../text/formatPercent.ts';
import type { FigureOf } from './learnMeasurements.ts';
import type { SimulatedTarget } from './simulateRoute.ts';

/**
 * Sentences on the figures by which routes go, such as `recall(refund): a/terse 81.8% of 22, route:cheap 96.0% of 25.`, and on routes that
 * go by one which nothing here has.
 */
export function figureNotes(
  routes: readonly Route[],
  results: readonly SimulatedTarget[],
  figureOf: FigureOf | undefined,
): readonly string[] {
  const going = routes.flatMap((route) => (route.kind === 'cost' && route.figure ? [route] : []));
  const byFigure = Map.groupBy(going, ({ figure }) => (figure ? figureName(figure) : ''));
  return [...byFigure].map(([name, own]) => {
    const parts = figureOf ? results.flatMap((result) => partOf(result, own, figureOf)) : [];
    if (parts.length > 0) return `${name}: ${parts.join(', ')}.`;
    const names = own.map((route) => routeId(route.name)).join(', ');
    return `${names}: no answer here has ${name}, so no target is known to be good enough.`;
  });
}

function partOf(
  { target, served }: SimulatedTarget,
  [first]: readonly CostRoute[],
  figureOf: FigureOf,
): readonly string[] {
  const answers = served.filter((answer) => answer !== undefined);
  const found = first?.figure && figureOf(first.figure, answers);
  return found ? [`${target} ${formatPercent(found.value)} of ${formatCount(found.of)}`] : [];
}
