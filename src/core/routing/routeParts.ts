import type { CallPart } from '../pricing/estimateCall.ts';
import { exactly, multiplyRanges, type Range, zeroRange } from '../pricing/range.ts';
import { isRouteId, routeNameOf } from '../routeId.ts';
import type { Route, RouteStep } from './route.ts';
import { deepestRoute } from './routesWithin.ts';

/** The calls of a target that is not asked unless something goes wrong. */
const ifNeeded: Range = { low: 0, expected: 0, high: 1 };
/**
 * The calls of the next target in a cascade: as long as nobody has measured it, about a third of a cheap model's answers do not satisfy.
 */
const escalated: Range = { low: 0, expected: 0.3, high: 1 };
const once = exactly(1);

/** The models that requests to a route are likely to reach, and how often, for estimates; undefined for a model. */
export function routeParts(routes: ReadonlyMap<string, Route>): (model: string) => readonly CallPart[] | undefined {
  const around: Around = { routes, known: new Map(), path: [] };
  return (model) => (isRouteId(model) ? partsOf(model, around) : undefined);
}

interface Around {
  readonly routes: ReadonlyMap<string, Route>;
  /** The parts of routes that were worked out, each once, however many others lead to it. */
  readonly known: Map<string, readonly CallPart[]>;
  /** The routes around it, so that a circle ends. */
  readonly path: readonly string[];
}

function partsOf(target: string, around: Around): readonly CallPart[] {
  const { routes, known, path } = around;
  const route = isRouteId(target) ? routes.get(routeNameOf(target)) : undefined;
  if (!route || path.includes(target) || path.length > deepestRoute) return [{ model: target, calls: once }];
  const found = known.get(target);
  if (found) return found;
  const inside = { ...around, path: [...path, target] };
  const parts = merged(
    sharesOf(route).flatMap(({ step, share }) =>
      partsOf(step.target, inside).map(({ model, calls }) => ({ model, calls: multiplyRanges(calls, share) })),
    ),
  );
  known.set(target, parts);
  return parts;
}

interface StepShare {
  readonly step: RouteStep;
  readonly share: Range;
}

function sharesOf(route: Route): readonly StepShare[] {
  const each = (steps: readonly RouteStep[], shareOf: (index: number) => Range) =>
    steps.map((step, index) => ({ step, share: shareOf(index) }));
  switch (route.kind) {
    case 'fallback':
      return [
        ...each(route.steps, (index) => (index === 0 ? once : ifNeeded)),
        ...each([...(route.contextSteps ?? []), ...(route.policySteps ?? [])], () => ifNeeded),
      ];
    case 'cascade':
      return each(route.steps, (index) => (index === 0 ? once : escalated));
    case 'weighted': {
      const total = route.shares.reduce((sum, { weight }) => sum + weight, 0);
      return route.shares.map(({ step, weight }) => ({ step, share: exactly(total > 0 ? weight / total : 0) }));
    }
    case 'shadow':
      return [{ step: route.serve, share: once }, ...each(route.compare, () => exactly(route.share))];
    default: {
      const usual = 1 / Math.max(1, route.steps.length);
      return each(route.steps, () => ({ low: usual, expected: usual, high: 1 }));
    }
  }
}

function merged(parts: readonly CallPart[]): readonly CallPart[] {
  const sums = new Map<string, Range>();
  for (const { model, calls } of parts) {
    const { low, expected, high } = sums.get(model) ?? zeroRange;
    sums.set(model, { low: low + calls.low, expected: expected + calls.expected, high: high + calls.high });
  }
  return [...sums].map(([model, calls]) => ({ model, calls }));
}

/** The models themselves, with routes replaced by all that they may ask; each once, in the order given. */
export function modelsBehind(routes: ReadonlyMap<string, Route>, targets: readonly string[]): readonly string[] {
  const partsOfTarget = routeParts(routes);
  return [...new Set(targets.flatMap((target) => partsOfTarget(target)?.map(({ model }) => model) ?? [target]))];
}
