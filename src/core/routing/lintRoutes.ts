import type { SuiteReading } from '../dataset/suiteReading.ts';
import { isRouteId, routeId, routeNameOf } from '../routeId.ts';
import { closest } from '../text/closest.ts';
import { type Route, type RouteStep, stepsOf } from './route.ts';

/** Says what no single route can see: names that are not there, circles, targets that come twice, weights that are all zero. */
export function lintRoutes(reading: SuiteReading, routes: ReadonlyMap<string, Route>): void {
  for (const route of routes.values()) {
    for (const step of stepsOf(route)) lintStep(reading, step, routes);
    const circle = circleFrom(route.name, routes);
    if (circle && route.place)
      reading.report(route.place, 'route-circle', `This route leads back to itself: ${circle.join(' -> ')}.`);
    lintShape(reading, route);
  }
}

function lintStep(reading: SuiteReading, { target, place }: RouteStep, routes: ReadonlyMap<string, Route>): void {
  if (!place || !isRouteId(target) || routes.has(routeNameOf(target))) return;
  const near = closest(target, [...routes.keys()].map(routeId), 1);
  const hint = near.length > 0 ? ` Did you mean ${near[0]}?` : '';
  reading.report(place, 'unknown-route', `There is no route "${routeNameOf(target)}".${hint}`);
}

function lintShape(reading: SuiteReading, route: Route): void {
  if (route.kind === 'weighted' && route.place && route.shares.every(({ weight }) => weight === 0))
    reading.report(route.place, 'route-weights', 'No target has a weight above 0: nothing could be asked.');
  if (route.kind !== 'fallback') return;
  const seen = new Set<string>();
  for (const { target, place } of route.steps) {
    if (seen.has(target) && place)
      reading.report(place, 'route-twice', `"${target}" was asked before: raise its retries instead.`, 'warning');
    seen.add(target);
  }
}

/** The way from a route back to itself; undefined when there is none. */
export function circleFrom(name: string, routes: ReadonlyMap<string, Route>): readonly string[] | undefined {
  const visited = new Set<string>();
  const walk = (current: string, path: readonly string[]): readonly string[] | undefined => {
    const route = routes.get(current);
    if (!route || visited.has(current)) return undefined;
    visited.add(current);
    for (const { target } of stepsOf(route)) {
      if (!isRouteId(target)) continue;
      const next = routeNameOf(target);
      if (next === name) return [...path, current, name].map(routeId);
      const found = walk(next, [...path, current]);
      if (found) return found;
    }
    return undefined;
  };
  return walk(name, []);
}
