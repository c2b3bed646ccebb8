import { isRouteId, routeNameOf } from '../routeId.ts';
import { unmeasuredRoute } from './followCost.ts';
import { requireRoute } from './followRoute.ts';
import { learnerOf } from './learner.ts';
import { isMeasuredFor } from './measuredFigures.ts';
import { stepsOf } from './route.ts';
import type { RouteBook } from './routeCommand.ts';

/** The known routes, and a function that throws for a model that no provider has. */
type TargetKnowledge = readonly [book: Pick<RouteBook, 'routes' | 'measured'>, resolve: (model: string) => unknown];

/**
 * Throws when a model, or any that a route may ask, belongs to no provider, when there is no such route, or when one of them decides by
 * measurements that are not there. It is better to throw once before a run than in every row.
 */
export function requireTarget(target: string, ...[book, resolve]: TargetKnowledge): void {
  // The set grows while it is walked; each target is looked at once.
  const targets = new Set([target]);
  for (const one of targets) {
    if (!isRouteId(one)) {
      resolve(one);
      continue;
    }
    const route = requireRoute(book, routeNameOf(one));
    const learner = learnerOf(route);
    if (learner && !isMeasuredFor(book.measured(route.name), learner))
      throw unmeasuredRoute(route.name, learner.figure);
    for (const step of stepsOf(route)) targets.add(step.target);
  }
}

/**
 * Throws the error of the first target when none of them can be asked. Otherwise a target that cannot fails in its own column or lane, and
 * the others run.
 */
export function requireAnyTarget(targets: readonly string[], ...rest: TargetKnowledge): void {
  const failures = targets.map((target) => failureOf(target, rest));
  if (failures.every((failure) => failure !== undefined) && failures.length > 0) throw failures[0];
}

function failureOf(target: string, rest: TargetKnowledge): unknown {
  try {
    requireTarget(target, ...rest);
    return undefined;
  } catch (error) {
    return error;
  }
}
