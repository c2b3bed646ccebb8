import { PolypromptError } from '../errors.ts';
import { defined } from '../jsonRead.ts';
import { isRouteId, routeId, routeNameOf } from '../routeId.ts';
import { closest } from '../text/closest.ts';
import { followCascade } from './followCascade.ts';
import { followCost } from './followCost.ts';
import { followFallback } from './followFallback.ts';
import { followLatency } from './followLatency.ts';
import type { Route, ShadowRoute, WeightedRoute } from './route.ts';
import type { Asked, RouteBook, RouteCourse, RouteWalk } from './routeCommand.ts';
import { type RouteRequest, sizeBucket } from './routeRequest.ts';
import { deepestRoute } from './routesWithin.ts';
import { stableShare } from './stableShare.ts';

export interface RouteStart {
  readonly book: RouteBook;
  readonly request: RouteRequest;
  now(): number;
  random(): number;
}

/** Follows one request through a route; throws `unknown-route` when there is none of this name. */
export function followRoute(name: string, start: RouteStart): RouteCourse {
  return followOne(walkOf(start, false), requireRoute(start.book, name), 0);
}

function walkOf(start: RouteStart, isFallback: boolean): RouteWalk {
  const walk: RouteWalk = {
    book: start.book,
    request: start.request,
    now: () => start.now(),
    random: () => start.random(),
    isFallback,
    follow: (target, asked) => followTarget(walk, target, asked),
  };
  return walk;
}

/** The route of this name; throws `unknown-route` when there is none. */
export function requireRoute({ routes }: Pick<RouteBook, 'routes'>, name: string): Route {
  const route = routes.get(name);
  if (route) return route;
  const near = closest(name, routes.keys(), 1);
  throw new PolypromptError('unknown-route', `There is no route "${name}" in polyprompt.yaml.`, {
    ...(near[0] === undefined ? {} : { hint: `Did you mean ${routeId(near[0])}?` }),
  });
}

function followTarget(walk: RouteWalk, target: string, asked: Asked): RouteCourse {
  if (!isRouteId(target)) return askModel(walk, target, asked);
  // A file that leads in a circle is reported before; this is the last wall.
  if (asked.depth >= deepestRoute)
    throw new PolypromptError('unknown-route', `The route "${asked.route.name}" is nested too deeply.`);
  const inside = asked.isFallback && !walk.isFallback ? walkOf(walk, true) : walk;
  return timed(walk, target, followOne(inside, requireRoute(walk.book, routeNameOf(target)), asked.depth + 1));
}

/** Measures a route inside another one, which has times like a model; its first word is not known here. */
function* timed(walk: RouteWalk, target: string, plan: RouteCourse): RouteCourse {
  const began = walk.now();
  const end = yield* plan;
  const milliseconds = walk.now() - began;
  const bucket = sizeBucket(walk.request.tokens);
  if (end.isAnswered)
    for (const measure of ['total', 'first-token'])
      walk.book.health.measured(`${target} ${measure} ${bucket}`, milliseconds);
  return end;
}

function followOne(walk: RouteWalk, route: Route, depth: number): RouteCourse {
  switch (route.kind) {
    case 'fallback':
      return followFallback(walk, route, depth);
    case 'cost':
      return followCost(walk, route, depth);
    case 'latency':
      return followLatency(walk, route, depth);
    case 'cascade':
      return followCascade(walk, route, depth);
    case 'weighted':
      return followWeighted(walk, route, depth);
    case 'shadow':
      return followShadow(walk, route, depth);
  }
}

function* askModel(walk: RouteWalk, model: string, asked: Asked): RouteCourse {
  const { route, reason, because, timeoutMs, isBroad } = asked;
  const isFallback = walk.isFallback || asked.isFallback === true;
  const told = yield {
    type: 'ask',
    ask: {
      model,
      route: route.name,
      reason,
      ...defined({ because, timeoutMs }),
      ...(isFallback ? { isFallback } : {}),
      ...(isBroad ? { isBroad } : {}),
    },
  };
  if (told.type !== 'asked') throw new Error('a model was asked');
  const { end } = told;
  if (end.isAnswered) {
    const { health } = walk.book;
    const bucket = sizeBucket(walk.request.tokens);
    health.measured(`${model} total ${bucket}`, end.totalMs, end.atOnce);
    if (end.firstTokenMs !== undefined) health.measured(`${model} first-token ${bucket}`, end.firstTokenMs, end.atOnce);
  }
  return end;
}

function* followWeighted(walk: RouteWalk, route: WeightedRoute, depth: number): RouteCourse {
  const total = route.shares.reduce((sum, { weight }) => sum + weight, 0);
  let left = stableShare(`${route.name}\n${walk.request.key}`) * total;
  const chosen = route.shares.find(({ weight }) => {
    left -= weight;
    return left < 0;
  });
  const step = (chosen ?? route.shares.find(({ weight }) => weight > 0))?.step;
  if (!step) return { attempt: undefined, isAnswered: false };
  return yield* walk.follow(step.target, { ...step, route, depth, reason: 'first' });
}

function* followShadow(walk: RouteWalk, route: ShadowRoute, depth: number): RouteCourse {
  if (stableShare(`${route.name}\n${walk.request.key}`) < route.share)
    for (const step of route.compare)
      yield { type: 'beside', plan: walk.follow(step.target, { ...step, route, depth, reason: 'shadow' }) };
  return yield* walk.follow(route.serve.target, { ...route.serve, route, depth, reason: 'first' });
}
