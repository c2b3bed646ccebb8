import type { SuiteReading } from '../dataset/suiteReading.ts';
import { parseModelRef } from '../models/modelRef.ts';
import { readTierRef } from '../models/tierRef.ts';
import { isRouteId, routeId, routeNameOf } from '../routeId.ts';
import { closest } from '../text/closest.ts';
import { type Route, type RouteStep, stepsOf } from './route.ts';
import { deepestRoute, routesWithin } from './routesWithin.ts';

/** The most problems of a kind: these are enough, and more would take long to find in a file with thousands of routes. */
const most = 20;

/** Reports faults that no single route can see: unknown names, circles, targets that come twice, weights that are all zero. */
export function lintRoutes(reading: SuiteReading, routes: ReadonlyMap<string, Route>): void {
  const levels = routesWithin(routes);
  const unknown: RouteStep[] = [];
  let circles = 0;
  for (const route of routes.values()) {
    for (const step of stepsOf(route)) {
      lintLimits(reading, route, step);
      if (!isRouteId(step.target)) lintModel(reading, step);
      else if (!routes.has(routeNameOf(step.target))) unknown.push(step);
    }
    const depth = levels.get(route.name);
    if (depth === undefined && circles < most && lintCircle(reading, route, routes)) circles++;
    if (depth === deepestRoute + 1 && route.place)
      reading.report(route.place, 'route-depth', `Routes stand inside routes ${deepestRoute} times at most.`);
    lintShape(reading, route);
  }
  for (const [index, step] of unknown.entries()) lintUnknown(reading, step, index < most ? routes : new Map());
}

/** Reports limits of a step that its kind of route ignores. */
function lintLimits(reading: SuiteReading, { kind }: Route, { target, place, retries, timeoutMs }: RouteStep): void {
  if (!place) return;
  if (isRouteId(target) && timeoutMs !== undefined)
    reading.report(place, 'route-key', `The timeout does not reach into ${target}: set it there.`, 'warning');
  if (kind !== 'fallback' && retries > 0)
    reading.report(
      place,
      'route-key',
      `Only a fallback route tries the same target again: put ${target} in one.`,
      'warning',
    );
}

function lintModel(reading: SuiteReading, { target, place }: RouteStep): void {
  if (!place || (parseModelRef(target) && !readTierRef(target))) return;
  const advice = readTierRef(target) ? 'name the models of the tier' : 'write provider/model or route:name';
  reading.report(place, 'route-target', `"${target}" cannot be asked by a route: ${advice}.`);
}

function lintUnknown(reading: SuiteReading, { target, place }: RouteStep, routes: ReadonlyMap<string, Route>): void {
  if (!place) return;
  const near = closest(target, [...routes.keys()].map(routeId), 1);
  const hint = near.length > 0 ? ` Did you mean ${near[0]}?` : '';
  reading.report(place, 'unknown-route', `There is no route "${routeNameOf(target)}".${hint}`);
}

function lintCircle(reading: SuiteReading, route: Route, routes: ReadonlyMap<string, Route>): boolean {
  const circle = circleFrom(route.name, routes);
  if (!circle || !route.place) return false;
  reading.report(route.place, 'route-circle', `This route leads back to itself: ${circle.join(' -> ')}.`);
  return true;
}

function lintShape(reading: SuiteReading, route: Route): void {
  const { place } = route;
  if (route.kind === 'weighted' && place && route.shares.every(({ weight }) => weight === 0))
    reading.report(place, 'route-weights', 'No target has a weight above 0: nothing could be asked.');
  if (isChoiceOfOne(route) && place)
    reading.report(place, 'route-single', `A ${route.kind} route with one target has nothing to choose.`, 'warning');
  if (route.kind === 'weighted' || route.kind === 'shadow') return;
  const advice = route.kind === 'fallback' ? 'raise its retries instead' : 'a second time it changes nothing';
  const seen = new Set<string>();
  for (const { target, place: again } of route.steps) {
    if (seen.has(target) && again)
      reading.report(again, 'route-twice', `"${target}" was asked before: ${advice}.`, 'warning');
    seen.add(target);
  }
}

/** True when a route has only one target to choose from; a fallback of one target still has its retries. */
function isChoiceOfOne(route: Route): boolean {
  if (route.kind === 'weighted') return route.shares.length === 1;
  return (route.kind === 'cost' || route.kind === 'latency' || route.kind === 'cascade') && route.steps.length === 1;
}

/** The shortest way from a route back to itself; undefined when there is none. */
export function circleFrom(name: string, routes: ReadonlyMap<string, Route>): readonly string[] | undefined {
  const cameFrom = new Map<string, string>();
  const ahead = [name];
  for (const current of ahead) {
    const route = routes.get(current);
    for (const { target } of route ? stepsOf(route) : []) {
      const next = routeNameOf(target);
      if (!isRouteId(target) || cameFrom.has(next)) continue;
      cameFrom.set(next, current);
      if (next === name) return wayTo(name, cameFrom).map(routeId);
      ahead.push(next);
    }
  }
  return undefined;
}

function wayTo(name: string, cameFrom: ReadonlyMap<string, string>): readonly string[] {
  const way = [name];
  for (let at = cameFrom.get(name); at !== undefined && at !== name; at = cameFrom.get(at)) way.unshift(at);
  return [name, ...way];
}
