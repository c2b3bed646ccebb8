import { defined } from '../jsonRead.ts';
import { jitteredDelay } from '../providers/wire/retry.ts';
import { isTargetFault, mayPass } from './moveCause.ts';
import type { Cooldown, FallbackRoute, MoveCause, RouteStep } from './route.ts';
import type { Asked, RouteCourse, RouteEnd, RouteWalk } from './routeCommand.ts';

const longestDelay = 8000;
/** The longest wait in milliseconds at one target: when a target asks for a longer one, the next target is asked in the meantime. */
const longestWait = 60_000;

/**
 * Asks one target after the other. A target that failed too often rests and is passed over; when its rest is over, one request finds out
 * whether it works again. Where all rest, the one whose rest ends first is asked all the same: a request that might be answered is never
 * lost to caution.
 */
export function* followFallback(walk: RouteWalk, route: FallbackRoute, depth: number): RouteCourse {
  const tour = new Tour(walk, route);
  let end: RouteEnd = { attempt: undefined, isAnswered: false };
  let answered: RouteEnd | undefined;
  for (let step = tour.next(undefined); step; step = tour.next(end.cause)) {
    const first = tour.asked === 1;
    const asked: Asked = {
      route,
      depth,
      reason: tour.isProbe ? 'probe' : first ? 'first' : 'moved-on',
      ...defined({ because: end.cause, timeoutMs: step.timeoutMs }),
      ...(step === route.steps[0] ? {} : { isFallback: true }),
    };
    end = yield* tryStep(walk, { route, step, asked });
    if (end.isAnswered) answered = end;
    if (end.cause === undefined || !tour.movesOn(end.cause)) break;
  }
  // A refusal that no other target could improve on is still an answer.
  return end.isAnswered ? end : (answered ?? end);
}

/** Chooses the target that comes next. */
class Tour {
  readonly #walk: RouteWalk;
  readonly #route: FallbackRoute;
  #list: readonly RouteStep[];
  readonly #tried = new Set<RouteStep>();
  /** The largest window in tokens that was too small. */
  #tooSmall = 0;
  isProbe = false;
  asked = 0;

  constructor(walk: RouteWalk, route: FallbackRoute) {
    this.#walk = walk;
    this.#route = route;
    this.#list = route.steps;
  }

  movesOn(cause: MoveCause): boolean {
    const { on, depth, contextSteps, policySteps } = this.#route;
    const own = cause === 'context-too-long' ? contextSteps : cause === 'content-policy' ? policySteps : undefined;
    if (own && own !== this.#list) this.#list = own;
    else if (!on.includes(cause)) return false;
    return this.asked <= depth;
  }

  next(cause: MoveCause | undefined): RouteStep | undefined {
    const left = this.#list.filter((step) => !this.#tried.has(step) && this.#mayFit(step, cause));
    const { health } = this.#walk.book;
    const readiness = (step: RouteStep) => health.readiness(restKey(this.#route, step), this.#walk.now());
    const ready = left.find((step) => readiness(step) !== 'resting');
    const step = ready ?? soonest(left, (candidate) => health.restsUntil(restKey(this.#route, candidate)));
    if (!step) return undefined;
    this.isProbe = readiness(step) !== 'ready';
    if (this.isProbe) health.probe(restKey(this.#route, step));
    this.#tried.add(step);
    this.asked++;
    return step;
  }

  /** False for a model whose window is no larger than one that was too small. */
  #mayFit({ target }: RouteStep, cause: MoveCause | undefined): boolean {
    const windowOf = (model: string) => this.#walk.book.contextWindow(model);
    if (cause === 'context-too-long')
      for (const tried of this.#tried) this.#tooSmall = Math.max(this.#tooSmall, windowOf(tried.target) ?? 0);
    const own = windowOf(target);
    return own === undefined || own > this.#tooSmall;
  }
}

function restKey(route: FallbackRoute, step: RouteStep): string {
  return `${route.name} ${step.target}`;
}

function soonest(steps: readonly RouteStep[], untilOf: (step: RouteStep) => number): RouteStep | undefined {
  return steps.reduce<RouteStep | undefined>(
    (best, step) => (best && untilOf(best) <= untilOf(step) ? best : step),
    undefined,
  );
}

/** Asks one target, with its retries. */
function* tryStep(
  walk: RouteWalk,
  { route, step, asked }: { readonly route: FallbackRoute; readonly step: RouteStep; readonly asked: Asked },
): RouteCourse {
  const key = restKey(route, step);
  let isFindingOut = asked.reason === 'probe';
  try {
    for (let failures = 0; ; ) {
      const end = yield* walk.follow(step.target, failures === 0 ? asked : { ...asked, reason: 'retry' });
      note(walk, route.cooldown, { key, end });
      isFindingOut = false;
      if (end.cause === undefined || !mayPass(end.cause) || ++failures > step.retries) return end;
      const ms = end.retryAfterMs ?? jitteredDelay(failures, longestDelay, walk.random());
      if (ms > longestWait) return end;
      yield { type: 'wait', ms };
    }
  } finally {
    // It was given up before its end, so the next request finds out.
    if (isFindingOut) walk.book.health.stopped(key);
  }
}

function note(
  { book: { health }, now }: RouteWalk,
  cooldown: Cooldown | undefined,
  { key, end: { cause, retryAfterMs, isAnswered } }: { readonly key: string; readonly end: RouteEnd },
): void {
  if (isAnswered) health.succeeded(key);
  else if (!cause || !cooldown || !isTargetFault(cause)) health.stopped(key);
  else health.failed(key, { cause, ...defined({ retryAfterMs }) }, { ...cooldown, now: now() });
}
