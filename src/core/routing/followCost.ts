import type { Requirement } from '../dataset/requirement.ts';
import { PolypromptError } from '../errors.ts';
import { routeId } from '../routeId.ts';
import { classByDifficulty } from './difficulty.ts';
import { figureName, figuresFor, isMeasuredFor, provenRate } from './measuredFigures.ts';
import type { Measurements } from './measurements.ts';
import type { CostRoute, RequestClass, RouteStep } from './route.ts';
import type { RouteCourse, RouteEnd, RouteSteps, RouteWalk } from './routeCommand.ts';
import { classifyByRules, featuresOf, type RouteRequest } from './routeRequest.ts';

/**
 * Asks the cheapest target that is good enough for such a request, by measured results; when it fails, the next cheapest, and at last those
 * that are not good enough, the best of them first. Throws `unmeasured-route` where nothing was measured.
 */
export function* followCost(walk: RouteWalk, route: CostRoute, depth: number): RouteCourse {
  const measured = walk.book.measured(route.name);
  if (!isMeasuredFor(measured, route)) throw unmeasuredRoute(route.name, route.figure);
  const requestClass = yield* classify(walk, route, measured);
  let end: RouteEnd = { attempt: undefined, isAnswered: false };
  for (const [index, { step, isBroad }] of orderByCost(walk, route, { measured, requestClass }).entries()) {
    const because = end.cause === undefined ? {} : { because: end.cause };
    end = yield* walk.follow(step.target, {
      ...step,
      route,
      depth,
      reason: index === 0 ? 'first' : 'moved-on',
      ...because,
      ...(index === 0 ? {} : { isFallback: true }),
      ...(isBroad ? { isBroad: true } : {}),
    });
    if (end.isAnswered || end.cause === undefined || end.cause === 'rejected') break;
  }
  return end;
}

/** The error for a route that decides by measurements and has none. */
export function unmeasuredRoute(name: string, figure?: Requirement): PolypromptError {
  const what = figure === undefined ? 'Nothing' : `No ${figureName(figure)}`;
  return new PolypromptError('unmeasured-route', `${what} was measured for ${routeId(name)} yet.`, {
    hint: `Run its models on a suite, then polyprompt route learn ${name}.`,
  });
}

function* classify({ request }: RouteWalk, route: CostRoute, measured: Measurements): RouteSteps<RequestClass> {
  const { classify: by } = route;
  if (by.by !== 'model') return classOf(request, by, measured);
  const told = yield { type: 'classify', ask: { model: by.model, route: route.name, reason: 'classify' } };
  return told.type === 'classified' ? told.class : 'standard';
}

/** The class of a request, by rules or by what was learnt; a request that the table has never seen is standard. */
export function classOf(
  request: RouteRequest,
  by: Exclude<CostRoute['classify'], { by: 'model' }>,
  { table, words, difficulty }: Pick<Measurements, 'table' | 'words' | 'difficulty'>,
): RequestClass {
  if (by.by === 'rules') return classifyByRules(request, by);
  if (by.by === 'logistic') return difficulty ? classByDifficulty(request, difficulty) : 'standard';
  return table.get(featuresOf(request, words)) ?? 'standard';
}

/** A place in the order of a cost route. */
export interface OrderedStep {
  readonly step: RouteStep;
  /** True when its class has too few results, and the results of all requests decide its place. */
  readonly isBroad: boolean;
}

/**
 * Orders the steps: those that are proven and good enough, cheapest first; then the rest, best first. Equal ones stand in the order of
 * their names, never of the file.
 */
export function orderByCost(
  { book, request }: Pick<RouteWalk, 'book' | 'request'>,
  { steps, floor, ...route }: Pick<CostRoute, 'steps' | 'floor' | 'figure'>,
  { measured, requestClass }: { readonly measured: Measurements; readonly requestClass: RequestClass },
): readonly OrderedStep[] {
  const known = steps.map((step) => {
    const { cost } = figuresFor(measured, requestClass, step.target);
    const price = cost ?? book.price(step.target, request.tokens) ?? Number.POSITIVE_INFINITY;
    return { step, price, ...provenRate(measured, route, requestClass, step.target) };
  });
  const good = known
    .filter(({ rate }) => rate >= floor)
    .sort((left, right) => byPrice(left, right) || byRate(left, right) || byName(left, right));
  const others = known
    .filter(({ rate }) => rate < floor)
    .sort((left, right) => byRate(left, right) || byPrice(left, right) || byName(left, right));
  return [...good, ...others];
}

interface Ranked extends OrderedStep {
  readonly price: number;
  readonly rate: number;
}

function byPrice(left: Ranked, right: Ranked): number {
  return left.price === right.price ? 0 : left.price - right.price;
}

function byRate(left: Ranked, right: Ranked): number {
  return right.rate - left.rate;
}

function byName({ step: left }: Ranked, { step: right }: Ranked): number {
  return left.target < right.target ? -1 : left.target > right.target ? 1 : 0;
}
