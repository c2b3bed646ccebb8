import { defined } from '../jsonRead.ts';
import type { CascadeRoute, Escalation } from './route.ts';
import type { RouteCourse, RouteEnd, RouteSteps, RouteWalk } from './routeCommand.ts';

/** Asks cheap targets first, and the next one where an answer does not satisfy. The answer of the last one serves. */
export function* followCascade(walk: RouteWalk, route: CascadeRoute, depth: number): RouteCourse {
  let end: RouteEnd = { attempt: undefined, isAnswered: false };
  let answered: RouteEnd | undefined;
  let because: Escalation | undefined;
  for (const [index, step] of route.steps.entries()) {
    end = yield* walk.follow(step.target, {
      ...step,
      route,
      depth,
      reason: because === undefined ? 'first' : 'escalated',
      ...defined({ because }),
      ...(because === 'error' ? { isFallback: true } : {}),
    });
    if (end.isAnswered) answered = end;
    const isLast = index === route.steps.length - 1;
    const lack = lackOf(end) ?? (isLast ? undefined : yield* check(route, end));
    if (isLast || lack === undefined || !route.on.includes(lack)) break;
    because = lack;
  }
  return end.isAnswered ? end : (answered ?? end);
}

function lackOf({ isAnswered, cause }: RouteEnd): Escalation | undefined {
  if (!isAnswered) return 'error';
  if (cause === 'cut') return 'cut';
  return cause === 'refusal' || cause === 'content-policy' ? 'refusal' : undefined;
}

function* check(route: CascadeRoute, { attempt }: RouteEnd): RouteSteps<Escalation | undefined> {
  const { checks, judge, sureFrom, on } = route;
  if (attempt === undefined || checks.length === 0) return undefined;
  const told = yield { type: 'check', attempt, checks, ...defined({ judge }) };
  if (told.type !== 'checked') return undefined;
  const { passed, score } = told.answer;
  const isUnsure = score === undefined || score < sureFrom;
  if (!passed && score !== undefined && on.includes('check')) return 'check';
  return isUnsure ? 'unsure' : undefined;
}
