import type { JsonValue } from '../json.ts';
import { isRouteId, routeNameOf } from '../routeId.ts';
import { type Route, stepsOf } from './route.ts';

/**
 * What a route is, with the routes inside it and without places: part of what makes an answer, so that a changed route has to answer
 * anew. Undefined for a model.
 */
export function routeDefinition(
  routes: ReadonlyMap<string, Route>,
): (target: string) => Readonly<Record<string, JsonValue>> | undefined {
  return (target) => {
    if (!isRouteId(target)) return undefined;
    const found = new Map<string, JsonValue>();
    collect(routeNameOf(target), routes, found);
    return Object.fromEntries(found);
  };
}

function collect(name: string, routes: ReadonlyMap<string, Route>, found: Map<string, JsonValue>): void {
  const route = routes.get(name);
  if (!route || found.has(name)) return;
  const definition: JsonValue = JSON.parse(
    JSON.stringify(route, (key, value: unknown) => (key === 'place' ? undefined : value)),
  );
  found.set(name, definition);
  for (const { target } of stepsOf(route)) if (isRouteId(target)) collect(routeNameOf(target), routes, found);
}
