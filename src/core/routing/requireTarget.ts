import { isRouteId, routeNameOf } from '../routeId.ts';
import { unmeasuredRoute } from './followCost.ts';
import { requireRoute } from './followRoute.ts';
import { stepsOf } from './route.ts';
import type { RouteBook } from './routeCommand.ts';

/**
 * Throws when a model, or any that a route may ask, belongs to no provider, when there is no such route, or when one of them decides by
 * measurements that are not there: better once and before than in every row.
 */
export function requireTarget(
  target: string,
  book: Pick<RouteBook, 'routes' | 'measured'>,
  resolve: (model: string) => unknown,
): void {
  // It grows while it is gone through; each target is looked at once.
  const targets = new Set([target]);
  for (const one of targets) {
    if (!isRouteId(one)) {
      resolve(one);
      continue;
    }
    const route = requireRoute(book, routeNameOf(one));
    if (route.kind === 'cost' && !book.measured(route.name)) throw unmeasuredRoute(route.name);
    for (const step of stepsOf(route)) targets.add(step.target);
  }
}
