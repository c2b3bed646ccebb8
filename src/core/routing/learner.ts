import type { CostRoute, Route } from './route.ts';

/** The part of a route that learning from results needs. */
export type Learner = Pick<CostRoute, 'steps' | 'floor' | 'figure' | 'classify'>;

/** A route that decides by measured results, as learning needs it; undefined for any other. A latency route knows only one class of requests. */
export function learnerOf(route: Route): Learner | undefined {
  if (route.kind === 'cost') return route;
  if (route.kind !== 'latency' || route.floor === undefined) return undefined;
  return { steps: route.steps, floor: route.floor, classify: { by: 'rules', simple: {}, hard: {} } };
}
