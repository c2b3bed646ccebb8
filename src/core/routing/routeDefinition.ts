import type { JsonValue } from '../json.ts';
import { isRouteId, routeNameOf } from '../routeId.ts';
import { type Route, stepsOf } from './route.ts';

/**
 * The definition of a route, with the routes inside it and without places. It is part of what makes an answer, so that a changed route has
 * to answer anew. Undefined for a model.
 */
export function routeDefinition(
  routes: ReadonlyMap<string, Route>,
): (target: string) => Readonly<Record<string, JsonValue>> | undefined {
  return (target) => {
    if (!isRouteId(target)) return undefined;
    const found = new Map<string, JsonValue>();
    // The set grows while it is walked.
    const names = new Set([routeNameOf(target)]);
    for (const name of names) {
      const route = routes.get(name);
      if (!route) continue;
      found.set(name, withoutPlaces(route));
      for (const step of stepsOf(route)) if (isRouteId(step.target)) names.add(routeNameOf(step.target));
    }
    return Object.fromEntries(found);
  };
}

function withoutPlaces(route: Route): JsonValue {
  return JSON.parse(JSON.stringify(route, (key, value: unknown) => (key === 'place' ? undefined : value)));
}
