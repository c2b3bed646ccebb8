import type { Suite } from '../dataset/suite.ts';
import { isRouteId, routeId, routeNameOf } from '../routeId.ts';
import type { Route, RouteStep } from './route.ts';
import { routeDefinition } from './routeDefinition.ts';

type Routes = ReadonlyMap<string, Route>;

export interface RoutesOfBoth {
  readonly routes: Routes;
  /** The older version's suite, which asks its own routes where these were different. */
  asOlder(suite: Suite): Suite;
}

/** The routes of two versions side by side: those of the older one that have changed are called `safe @ HEAD`. */
export function routesOfBoth(newer: Routes, older: Routes, label: string): RoutesOfBoth {
  const [now, before] = [routeDefinition(newer), routeDefinition(older)];
  const changed = new Set(
    [...older.keys()].map(routeId).filter((id) => JSON.stringify(now(id)) !== JSON.stringify(before(id))),
  );
  const names = new Map([...changed].map((id) => [id, `${id} @ ${label}`]));
  const former = new Map([...names].map(([id, name]) => [name, id]));
  const renamed = (target: string) => names.get(target) ?? target;
  const kept = [...older.values()].filter(({ name }) => changed.has(routeId(name)));
  const own = kept.map((route): readonly [string, Route] => {
    const name = routeNameOf(renamed(routeId(route.name)));
    return [name, { ...withTargets(route, renamed), name }];
  });
  return {
    routes: new Map([...newer, ...own]),
    asOlder: (suite) => ({
      ...suite,
      targets: suite.targets.map((target) =>
        isRouteId(target.model) ? { ...target, model: renamed(target.model) } : target,
      ),
      definitionOf: (model) => (isRouteId(model) ? before(former.get(model) ?? model) : undefined),
    }),
  };
}

function withTargets(route: Route, renamed: (target: string) => string): Route {
  const step = (one: RouteStep): RouteStep => ({ ...one, target: renamed(one.target) });
  switch (route.kind) {
    case 'fallback':
      return {
        ...route,
        steps: route.steps.map(step),
        ...(route.contextSteps ? { contextSteps: route.contextSteps.map(step) } : {}),
        ...(route.policySteps ? { policySteps: route.policySteps.map(step) } : {}),
      };
    case 'weighted':
      return { ...route, shares: route.shares.map((share) => ({ ...share, step: step(share.step) })) };
    case 'shadow':
      return { ...route, serve: step(route.serve), compare: route.compare.map(step) };
    default:
      return { ...route, steps: route.steps.map(step) };
  }
}
