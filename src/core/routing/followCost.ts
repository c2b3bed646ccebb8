import { PolypromptError } from '../errors.ts';
import { routeId } from '../routeId.ts';
import type { Measurements } from './measurements.ts';
import type { CostRoute, RequestClass, RouteStep } from './route.ts';
import type { RouteEnd, RoutePlan, RouteSteps, RouteWalk } from './routeCommand.ts';
import { classifyByRules, featuresOf, type RouteRequest } from './routeRequest.ts';

/** Fewer graded answers prove nothing. */
const leastGraded = 5;

/**
 * The cheapest target that is good enough for such a request, by measured results; after it, when it fails, the next cheapest, and at
 * last those that are not good enough, the best of them first. Throws `unmeasured-route` where nothing was measured.
 */
export function* followCost(walk: RouteWalk, route: CostRoute, depth: number): RoutePlan {
  const measured = walk.book.measured(route.name);
  if (!measured) throw unmeasuredRoute(route.name);
  const requestClass = yield* classify(walk, route, measured);
  let end: RouteEnd = { attempt: undefined, isAnswered: false };
  for (const [index, step] of orderByCost(walk, route, measured.classes[requestClass]).entries()) {
    const because = end.cause === undefined ? {} : { because: end.cause };
    end = yield* walk.follow(step.target, {
      ...step,
      route,
      depth,
      reason: index === 0 ? 'first' : 'moved-on',
      ...because,
      ...(index === 0 ? {} : { isFallback: true }),
    });
    if (end.isAnswered || end.cause === undefined || end.cause === 'rejected') break;
  }
  return end;
}

export function unmeasuredRoute(name: string): PolypromptError {
  return new PolypromptError('unmeasured-route', `Nothing was measured for ${routeId(name)} yet.`, {
    hint: `Run its models on a suite, then polyprompt route learn ${name}.`,
  });
}

function* classify({ request }: RouteWalk, route: CostRoute, measured: Measurements): RouteSteps<RequestClass> {
  const { classify: by } = route;
  if (by.by !== 'model') return classOf(request, by, measured);
  const told = yield { type: 'classify', ask: { model: by.model, route: route.name, reason: 'classify' } };
  return told.type === 'classified' ? told.class : 'standard';
}

/** The class of a request, by rules or by what was learnt; what the table has never seen is standard. */
export function classOf(
  request: RouteRequest,
  by: Exclude<CostRoute['classify'], { by: 'model' }>,
  { table, words }: Pick<Measurements, 'table' | 'words'>,
): RequestClass {
  return by.by === 'rules' ? classifyByRules(request, by) : (table.get(featuresOf(request, words)) ?? 'standard');
}

/** Proven and good enough, cheapest first; then the rest, best first. */
export function orderByCost(
  { book, request }: Pick<RouteWalk, 'book' | 'request'>,
  { steps, floor }: Pick<CostRoute, 'steps' | 'floor'>,
  figures: Measurements['classes'][RequestClass],
): readonly RouteStep[] {
  const known = steps.map((step) => {
    const { passed = 0, graded = 0, cost } = figures.get(step.target) ?? {};
    const price = cost ?? book.price(step.target, request.tokens) ?? Number.POSITIVE_INFINITY;
    return { step, price, rate: graded >= leastGraded ? passed / graded : 0 };
  });
  const good = known.filter(({ rate }) => rate >= floor).sort((left, right) => left.price - right.price);
  const others = known.filter(({ rate }) => rate < floor).sort((left, right) => right.rate - left.rate);
  return [...good, ...others].map(({ step }) => step);
}
