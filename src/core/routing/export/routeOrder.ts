import { PolypromptError } from '../../errors.ts';
import { isRouteId, routeId, routeNameOf } from '../../routeId.ts';
import { requireRoute } from '../followRoute.ts';
import { circleFrom } from '../lintRoutes.ts';
import { type Route, stepsOf } from '../route.ts';

/** A route and everything that it leads to, inner ones first, itself last. Throws when one is missing or leads back to itself. */
export function routesInside(route: Route, routes: ReadonlyMap<string, Route>): readonly Route[] {
  const circle = circleFrom(route.name, routes);
  if (circle)
    throw new PolypromptError('unknown-route', `${routeId(route.name)} leads back to itself: ${circle.join(' -> ')}.`, {
      hint: 'Mend the route in polyprompt.yaml.',
    });
  const inner = stepsOf(route).filter(({ target }) => isRouteId(target));
  const found = inner.flatMap(({ target }) => routesInside(requireRoute({ routes }, routeNameOf(target)), routes));
  return [...new Set([...found, route])];
}
