import type { Requirement } from '../dataset/requirement.ts';
import type { Check, SourcePlace } from '../dataset/suite.ts';

/** The reasons why a route leaves a target and goes to the next one. */
export const moveCauses = [
  'rate-limit',
  'overloaded',
  'server',
  'timeout',
  'network',
  'access',
  'incomplete',
  'rejected',
  'context-too-long',
  'content-policy',
  'refusal',
  'cut',
] as const;
export type MoveCause = (typeof moveCauses)[number];

/** The causes after which there is no answer at all. */
export const errorCauses: readonly MoveCause[] = moveCauses.filter((cause) => cause !== 'refusal' && cause !== 'cut');

/** One place in a list of targets. `target` is `provider/model` or `route:name`. */
export interface RouteStep {
  readonly target: string;
  /** The number of further tries before the route moves on. */
  readonly retries: number;
  /** Milliseconds until the whole answer has to be there. */
  readonly timeoutMs?: number;
  readonly place?: SourcePlace;
}

/** A rule for rests: a target rests for `restMs` after more than `failures` failures within `windowMs`. */
export interface Cooldown {
  readonly failures: number;
  readonly windowMs: number;
  readonly restMs: number;
}

interface RouteBase {
  readonly name: string;
  readonly place?: SourcePlace;
}

/** A route that asks one target after the other: the first that answers serves. */
export interface FallbackRoute extends RouteBase {
  readonly kind: 'fallback';
  readonly steps: readonly RouteStep[];
  readonly on: readonly MoveCause[];
  /** The steps in place of `steps` once a prompt was too long; `policySteps` once a filter has refused it. */
  readonly contextSteps?: readonly RouteStep[];
  readonly policySteps?: readonly RouteStep[];
  /** The rule for rests; undefined when no target ever rests. */
  readonly cooldown?: Cooldown;
  /** The most moves from one target to another. */
  readonly depth: number;
}

export const requestClasses = ['simple', 'standard', 'hard'] as const;
export type RequestClass = (typeof requestClasses)[number];

/** A rule that makes a request simple or hard; every named limit counts alone. Lengths are tokens. */
export interface ClassRule {
  readonly shorterThan?: number;
  readonly longerThan?: number;
  readonly words?: readonly string[];
  readonly tools?: boolean;
  readonly schema?: boolean;
  readonly images?: boolean;
}

export type Classifier =
  | { readonly by: 'rules'; readonly simple: ClassRule; readonly hard: ClassRule }
  /** A class that was learnt from results; it stands in the measurements of the route. */
  | { readonly by: 'table' }
  /** A class from a chance that was learnt from results: how likely the cheapest target passes, by figures of the request. */
  | { readonly by: 'logistic' }
  | { readonly by: 'model'; readonly model: string };

/** The rules that tell requests apart where a route has none. */
export const usualRules: Extract<Classifier, { by: 'rules' }> = {
  by: 'rules',
  simple: { shorterThan: 200 },
  hard: { longerThan: 4000, tools: true, images: true },
};

/** A route that asks the cheapest target whose measured pass rate, or another figure, in the request's class is high enough. */
export interface CostRoute extends RouteBase {
  readonly kind: 'cost';
  readonly steps: readonly RouteStep[];
  /** The pass rate, or the figure, that a target has to reach: 0 to 1. */
  readonly floor: number;
  /** The figure that the floor is of, such as `recall(refund) >= 95%`; the pass rate without. */
  readonly figure?: Requirement;
  readonly classify: Classifier;
}

/** A route that asks the target that answered fastest lately. */
export interface LatencyRoute extends RouteBase {
  readonly kind: 'latency';
  readonly steps: readonly RouteStep[];
  readonly measure: 'first-token' | 'total';
  /** The pass rate (0 to 1) that a target has to have reached on measured results before its speed counts. */
  readonly floor?: number;
  /** The share of the fastest time by which a cheaper target may be slower. */
  readonly tolerance: number;
  /** The time after which a second target is asked, when the first has said nothing. */
  readonly hedge?: 'p95' | { readonly afterMs: number };
}

export const escalations = ['check', 'unsure', 'cut', 'refusal', 'error'] as const;
export type Escalation = (typeof escalations)[number];

/** A route that asks cheap models first, and the next one where an answer does not satisfy. */
export interface CascadeRoute extends RouteBase {
  readonly kind: 'cascade';
  readonly steps: readonly RouteStep[];
  readonly on: readonly Escalation[];
  /** Checks that need no expected answer. */
  readonly checks: readonly Check[];
  /** The default judge of these checks. */
  readonly judge?: string;
  /** The score of the checks below which an answer is unsure. */
  readonly sureFrom: number;
}

/** A route with a stable share of requests for each target. */
export interface WeightedRoute extends RouteBase {
  readonly kind: 'weighted';
  readonly shares: readonly { readonly step: RouteStep; readonly weight: number }[];
}

/** A route of which one target serves, while others are asked too and only compared. */
export interface ShadowRoute extends RouteBase {
  readonly kind: 'shadow';
  readonly serve: RouteStep;
  readonly compare: readonly RouteStep[];
  /** The share (0 to 1) of requests that are compared. */
  readonly share: number;
}

export type Route = FallbackRoute | CostRoute | LatencyRoute | CascadeRoute | WeightedRoute | ShadowRoute;
export type RouteKind = Route['kind'];

/** Every target that a route may ask, with its lists for special cases, in the order of the file. */
export function stepsOf(route: Route): readonly RouteStep[] {
  switch (route.kind) {
    case 'fallback':
      return [...route.steps, ...(route.contextSteps ?? []), ...(route.policySteps ?? [])];
    case 'weighted':
      return route.shares.map(({ step }) => step);
    case 'shadow':
      return [route.serve, ...route.compare];
    default:
      return route.steps;
  }
}
