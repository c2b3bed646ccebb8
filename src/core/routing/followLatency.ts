import { unmeasuredRoute } from './followCost.ts';
import { figuresFor, leastGraded } from './measuredFigures.ts';
import type { LatencyRoute, RouteStep } from './route.ts';
import type { AskReason, RouteCourse, RouteEnd, RouteWalk } from './routeCommand.ts';
import { sizeBucket } from './routeRequest.ts';
import { stableShare } from './stableShare.ts';

/** The share (0 to 1) of requests that ask another target than the fastest, so that its times stay known. */
const exploredShare = 0.05;

/**
 * Asks the fastest target by its last times with prompts of this size, or a cheaper one that is hardly slower; the next fastest when it
 * fails.
 */
export function* followLatency(walk: RouteWalk, route: LatencyRoute, depth: number): RouteCourse {
  const { order, isExplored, isSecondGood } = orderBySpeed(walk, route);
  const [first, next] = order;
  const second = isSecondGood ? next : undefined;
  if (!first) return { attempt: undefined, isAnswered: false };
  const plan = (step: RouteStep, reason: AskReason) => walk.follow(step.target, { ...step, route, depth, reason });
  const start = isExplored ? 'explored' : 'first';
  const afterMs = second && hedgeAfter(walk, route, first);
  let end: RouteEnd;
  if (second && afterMs !== undefined) {
    const began = walk.now();
    let stoppedAt: number | undefined;
    const watched = untilStopped(plan(first, start), () => {
      stoppedAt = walk.now();
    });
    const told = yield { type: 'race', first: watched, second: () => plan(second, 'hedge'), afterMs };
    if (told.type !== 'raced') throw new Error('two targets raced');
    end = told.end;
    if (stoppedAt !== undefined) noteSlow(walk, first.target, stoppedAt - began);
  } else end = yield* plan(first, start);
  for (const step of order.slice(afterMs === undefined ? 1 : 2)) {
    if (end.isAnswered || end.cause === undefined || end.cause === 'rejected') break;
    end = yield* walk.follow(step.target, {
      ...step,
      route,
      depth,
      reason: 'moved-on',
      because: end.cause,
      isFallback: true,
    });
  }
  return end;
}

/** Calls `stopped` when a plan is given up before its end. */
function* untilStopped(plan: RouteCourse, stopped: () => void): RouteCourse {
  let isOver = false;
  try {
    const end = yield* plan;
    isOver = true;
    return end;
  } catch (error) {
    isOver = true;
    throw error;
  } finally {
    if (!isOver) stopped();
  }
}

/**
 * Notes that a target took at least this time. Were that forgotten, the slowest target would stay unknown and be asked first, and a p95
 * would only ever fall.
 */
function noteSlow(walk: RouteWalk, target: string, milliseconds: number): void {
  for (const measure of ['total', 'first-token'] as const)
    walk.book.health.measured(seriesOf(walk, { measure }, target), milliseconds);
}

interface Timed {
  readonly step: RouteStep;
  /** Milliseconds; undefined before the first answer. */
  readonly time: number | undefined;
}

function orderBySpeed(walk: RouteWalk, route: LatencyRoute) {
  const { good, others } = byFloor(walk, route);
  const { order, isExplored } = exploreAmong(walk, route, good);
  // A second target that is asked for its speed has to be good enough as well.
  return { order: [...order, ...others], isExplored, isSecondGood: order.length > 1 };
}

/** The steps that are measured to be good enough, or all where no floor is asked; then the rest, best first. Throws `unmeasured-route`. */
function byFloor({ book }: RouteWalk, { name, steps, floor }: LatencyRoute) {
  if (floor === undefined) return { good: steps, others: [] };
  const measured = book.measured(name);
  if (!measured) throw unmeasuredRoute(name);
  const rateOf = ({ target }: RouteStep) => {
    const { passed, graded } = figuresFor(measured, 'standard', target);
    return graded >= leastGraded ? passed / graded : 0;
  };
  const others = steps.filter((step) => rateOf(step) < floor).sort((left, right) => rateOf(right) - rateOf(left));
  return { good: steps.filter((step) => !others.includes(step)), others };
}

function exploreAmong(walk: RouteWalk, route: LatencyRoute, steps: readonly RouteStep[]) {
  const timed = steps.map((step) => ({
    step,
    time: walk.book.health.median(seriesOf(walk, route, step.target)),
  }));
  // Targets with unknown times are asked first, in the order of the file.
  const unknown = timed.filter(({ time }) => time === undefined);
  const order = [...unknown, ...bySpeed(walk, route, timed)].map(({ step }) => step);
  const share = stableShare(`explore ${route.name}\n${walk.request.key}`);
  const isExplored = unknown.length === 0 && order.length > 1 && share < exploredShare;
  if (!isExplored) return { order, isExplored };
  const at = 1 + Math.floor((share / exploredShare) * (order.length - 1));
  const explored = order.filter((_step, index) => index === at);
  return { order: [...explored, ...order.filter((step) => !explored.includes(step))], isExplored };
}

/** Orders the steps within the tolerance by price, then the others by time. */
function bySpeed({ book, request }: RouteWalk, { tolerance }: LatencyRoute, timed: readonly Timed[]): readonly Timed[] {
  const known = timed.flatMap(({ step, time }) => (time === undefined ? [] : [{ step, time }]));
  const fastest = Math.min(...known.map(({ time }) => time));
  const priceOf = ({ step }: Timed) => book.price(step.target, request.tokens) ?? Number.POSITIVE_INFINITY;
  const near = known.filter(({ time }) => time <= fastest * (1 + tolerance));
  const far = known.filter((one) => !near.includes(one));
  return [
    ...near.sort((left, right) => priceOf(left) - priceOf(right)),
    ...far.sort((left, right) => left.time - right.time),
  ];
}

/** Milliseconds after which a second target is asked; undefined when none is. */
function hedgeAfter(walk: RouteWalk, route: LatencyRoute, { target }: RouteStep): number | undefined {
  const { hedge } = route;
  if (hedge === 'p95') return walk.book.health.p95(seriesOf(walk, { measure: 'first-token' }, target));
  return hedge?.afterMs;
}

function seriesOf({ request }: RouteWalk, { measure }: Pick<LatencyRoute, 'measure'>, target: string): string {
  return `${target} ${measure} ${sizeBucket(request.tokens)}`;
}
