import type { JsonObject } from '../../json.ts';
import { defined } from '../../jsonRead.ts';
import { entryOf } from '../../pricing/entryOf.ts';
import { isRouteId, routeNameOf } from '../../routeId.ts';
import { requireRoute } from '../followRoute.ts';
import { isMeasuredFor } from '../measuredFigures.ts';
import type { Measurements } from '../measurements.ts';
import type { Route, RouteStep } from '../route.ts';
import type { ExportNotes, RouteExport } from './exportedRoute.ts';
import type { LitellmDeployment } from './litellmParams.ts';
import { vendorOf } from './vendor.ts';

/** The way in which LiteLLM chooses inside a group. */
export interface LitellmStrategy {
  readonly name: 'latency-based-routing' | 'cost-based-routing';
  readonly args?: JsonObject;
}

/** A `model_name` of LiteLLM: deployments that stand for each other, and the groups that follow when they fail. */
export interface LitellmGroup {
  readonly name: string;
  readonly deployments: readonly LitellmDeployment[];
  readonly strategy?: LitellmStrategy;
  readonly next: readonly string[];
  readonly afterContext?: readonly string[];
  readonly afterPolicy?: readonly string[];
}

type Shape = Omit<LitellmGroup, 'name'>;

/** The groups that a route becomes, its own first. */
export function litellmGroups(exported: RouteExport, notes: ExportNotes): readonly LitellmGroup[] {
  const builder = new GroupBuilder(exported, notes);
  builder.groupOf(exported.route);
  return builder.groups;
}

class GroupBuilder {
  readonly #exported: RouteExport;
  readonly #notes: ExportNotes;
  readonly #groups = new Map<string, LitellmGroup>();

  constructor(exported: RouteExport, notes: ExportNotes) {
    this.#exported = exported;
    this.#notes = notes;
  }

  get groups(): readonly LitellmGroup[] {
    return [...this.#groups.values()].filter(({ deployments }) => deployments.length > 0);
  }

  groupOf(route: Route): string {
    const { name } = route;
    if (this.#groups.has(name)) return name;
    // The group is entered first, so that its place comes before those that follow it.
    this.#groups.set(name, { name, deployments: [], next: [] });
    this.#groups.set(name, { name, ...this.#shapeOf(route) });
    return name;
  }

  #shapeOf(route: Route): Shape {
    switch (route.kind) {
      case 'fallback': {
        const cooldown = route.cooldown ?? false;
        const after = (steps: readonly RouteStep[] | undefined) => this.#listOf(route, steps ?? [], cooldown);
        const chain = this.#chain(route, cooldown);
        const afterContext = route.contextSteps ? after(route.contextSteps) : chain.afterContext;
        const afterPolicy = route.policySteps ? after(route.policySteps) : chain.afterPolicy;
        return { ...chain, ...defined({ afterContext, afterPolicy }) };
      }
      case 'cascade':
        return this.#chain(route, false);
      case 'cost':
        return this.#byCost(route);
      case 'latency': {
        const args = route.tolerance > 0 ? { args: { lowest_latency_buffer: route.tolerance } } : {};
        return { ...this.#pool(route, route.steps), strategy: { name: 'latency-based-routing', ...args } };
      }
      case 'weighted':
        return this.#split(route);
      case 'shadow': {
        const mirrors = this.#listOf(route, route.compare, undefined);
        const shape = this.#headOf(route, route.serve, undefined);
        return { ...shape, deployments: shape.deployments.map((deployment) => ({ ...deployment, mirrors })) };
      }
    }
  }

  /** The first step that can be asked becomes the group itself; the others follow it. */
  #chain(route: Route & { readonly steps: readonly RouteStep[] }, cooldown: LitellmDeployment['cooldown']): Shape {
    for (const [index, step] of route.steps.entries()) {
      const head = this.#headOf(route, step, cooldown);
      if (head.deployments.length === 0) continue;
      return { ...head, next: [...head.next, ...this.#listOf(route, route.steps.slice(index + 1), cooldown)] };
    }
    return { deployments: [], next: [] };
  }

  /** The steps become one group, asked one after the other; a failure there is retried, most often elsewhere. */
  #pool(route: Route, steps: readonly RouteStep[]): Shape {
    const heads = steps.map((step) => this.#headOf(route, step, undefined));
    const deployments = heads.flatMap((head) => head.deployments);
    const retries = Math.max(0, deployments.length - 1);
    return {
      deployments: deployments.map(({ step, ...rest }) => ({
        ...rest,
        step: { ...step, retries: Math.max(step.retries, retries) },
      })),
      next: heads.flatMap((head) => head.next),
    };
  }

  #split(route: Extract<Route, { kind: 'weighted' }>): Shape {
    const shares = route.shares.filter(({ weight }) => weight > 0);
    const heads = shares.map(({ step, weight }) => ({ ...this.#headOf(route, step, false), weight }));
    const deployments = heads.flatMap((head) =>
      head.deployments.map((deployment) => ({
        ...deployment,
        weight: (head.weight * (deployment.weight ?? 1)) / weightsIn(head.deployments),
      })),
    );
    return { deployments, next: heads.flatMap((head) => head.next) };
  }

  #byCost(route: Extract<Route, { kind: 'cost' }>): Shape {
    const pool = this.#pool(route, this.#goodEnough(route));
    const { catalog } = this.#exported;
    const deployments = pool.deployments.map((deployment) => {
      const price = entryOf(catalog, `${deployment.vendor.provider}/${deployment.vendor.model}`)?.price;
      return { ...deployment, ...defined({ price }) };
    });
    return { ...pool, deployments, strategy: { name: 'cost-based-routing' } };
  }

  #goodEnough(route: Extract<Route, { kind: 'cost' }>): readonly RouteStep[] {
    const measured = this.#exported.book.measured(route.name);
    if (!isMeasuredFor(measured, route)) return route.steps;
    const good = route.steps.filter(({ target }) =>
      ratesOf(measured, route, target).every((rate) => rate >= route.floor),
    );
    return good.length > 0 ? good : route.steps;
  }

  /** The names of the groups that steps stand for. */
  #listOf(route: Route, steps: readonly RouteStep[], cooldown: LitellmDeployment['cooldown']): readonly string[] {
    return steps.flatMap((step) => {
      const { target } = step;
      if (isRouteId(target)) return [this.groupOf(requireRoute(this.#exported.book, routeNameOf(target)))];
      const name = `${route.name}:${target}`;
      const shape = this.#headOf(route, step, cooldown);
      if (shape.deployments.length === 0) return [];
      this.#groups.set(name, { name, ...shape });
      return [name];
    });
  }

  #headOf(route: Route, step: RouteStep, cooldown: LitellmDeployment['cooldown']): Shape {
    const { target } = step;
    if (isRouteId(target)) return this.#shapeOf(requireRoute(this.#exported.book, routeNameOf(target)));
    const vendor = vendorOf(target, this.#exported.endpoints);
    if (vendor) return { deployments: [{ vendor, step, ...defined({ cooldown }) }], next: [] };
    this.#notes.add(`${route.name}.${route.kind}`, `LiteLLM cannot ask ${target}: it is left out.`);
    return { deployments: [], next: [] };
  }
}

function weightsIn(deployments: readonly LitellmDeployment[]): number {
  return deployments.reduce((sum, { weight = 1 }) => sum + weight, 0);
}

/** What was measured of a target, class by class: how often it passes, or the figure of the route's floor. */
function ratesOf(
  measured: Measurements,
  { figure }: Extract<Route, { kind: 'cost' }>,
  target: string,
): readonly number[] {
  if (figure) return (measured.figure?.values ?? []).flatMap((one) => (one.target === target ? [one.value] : []));
  return Object.values(measured.classes).flatMap((figures) => {
    const { passed = 0, graded = 0 } = figures.get(target) ?? {};
    return graded === 0 ? [] : [passed / graded];
  });
}
