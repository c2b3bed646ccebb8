import { isRouteId, routeNameOf } from '../routeId.ts';
import { type Route, stepsOf } from './route.ts';

/** The deepest nesting of routes inside routes. */
export const deepestRoute = 20;

/** The number of routes inside each other below each route; routes that lead into a circle are left out. */
export function routesWithin(routes: ReadonlyMap<string, Route>): ReadonlyMap<string, number> {
  const around = new Map<string, string[]>();
  const open = new Map<string, number>();
  for (const route of routes.values()) {
    const inner = new Set(stepsOf(route).flatMap(({ target }) => (isRouteId(target) ? [routeNameOf(target)] : [])));
    const known = [...inner].filter((name) => routes.has(name));
    open.set(route.name, known.length);
    for (const name of known) around.set(name, [...(around.get(name) ?? []), route.name]);
  }
  const levels = new Map<string, number>();
  const ready = [...open].filter(([, count]) => count === 0).map(([name]) => ({ name, level: 0 }));
  for (const { name, level } of ready) {
    levels.set(name, level);
    for (const outer of around.get(name) ?? []) {
      const left = (open.get(outer) ?? 0) - 1;
      open.set(outer, left);
      // They come in the order of their levels, so the last one inside is the deepest.
      if (left === 0) ready.push({ name: outer, level: level + 1 });
    }
  }
  return levels;
}
