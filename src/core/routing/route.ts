import type { Check, SourcePlace } from '../dataset/suite.ts';

/** Why a route leaves a target and goes to the next one. */
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

/** Those after which there is no answer at all. */
export const errorCauses: readonly MoveCause[] = moveCauses.filter((cause) => cause !== 'refusal' && cause !== 'cut');

/** One place in a list of targets. `target` is `provider/model` or `route:name`. */
export interface RouteStep {
  readonly target: string;
  /** Further tries before the route moves on. */
  readonly retries: number;
  /** Until the whole answer is there. */
  readonly timeoutMs?: number;
  readonly place?: SourcePlace;
}

/** A target rests for `restMs` after more than `failures` failures within `windowMs`. */
export interface Cooldown {
  readonly failures: number;
  readonly windowMs: number;
  readonly restMs: number;
}

interface RouteBase {
  readonly name: string;
  readonly place?: SourcePlace;
}

/** One after the other: the first that answers serves. */
export interface FallbackRoute extends RouteBase {
  readonly kind: 'fallback';
  readonly steps: readonly RouteStep[];
  readonly on: readonly MoveCause[];
  /** In place of `steps` once a prompt was too long, or was refused by a filter. */
  readonly contextSteps?: readonly RouteStep[];
  readonly policySteps?: readonly RouteStep[];
  /** Undefined: no target ever rests. */
  readonly cooldown?: Cooldown;
  /** Moves from one target to another, at most. */
  readonly depth: number;
}

export const requestClasses = ['simple', 'standard', 'hard'] as const;
export type RequestClass = (typeof requestClasses)[number];

/** What makes a request simple or hard; every named limit counts alone. Lengths are tokens. */
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
  /** Learnt from results; it stands in the measurements of the route. */
  | { readonly by: 'table' }
  /** Learnt from results too: how likely the cheapest target does it, by figures of the request. */
  | { readonly by: 'logistic' }
  | { readonly by: 'model'; readonly model: string };

/** What tells requests apart where nobody says how. */
export const usualRules: Extract<Classifier, { by: 'rules' }> = {
  by: 'rules',
  simple: { shorterThan: 200 },
  hard: { longerThan: 4000, tools: true, images: true },
};

/** The cheapest target whose measured pass rate in the request's class is high enough. */
export interface CostRoute extends RouteBase {
  readonly kind: 'cost';
  readonly steps: readonly RouteStep[];
  /** Pass rate, 0 to 1. */
  readonly floor: number;
  readonly classify: Classifier;
}

/** The target that answered fastest lately. */
export interface LatencyRoute extends RouteBase {
  readonly kind: 'latency';
  readonly steps: readonly RouteStep[];
  readonly measure: 'first-token' | 'total';
  /** Pass rate, 0 to 1, that a target has to have reached on measured results before its speed counts. */
  readonly floor?: number;
  /** A cheaper target may be slower by this share of the fastest time. */
  readonly tolerance: number;
  /** A second target is asked when the first has said nothing for so long. */
  readonly hedge?: 'p95' | { readonly afterMs: number };
}

export const escalations = ['check', 'unsure', 'cut', 'refusal', 'error'] as const;
export type Escalation = (typeof escalations)[number];

/** Cheap models first: the next one is asked where an answer does not satisfy. */
export interface CascadeRoute extends RouteBase {
  readonly kind: 'cascade';
  readonly steps: readonly RouteStep[];
  readonly on: readonly Escalation[];
  /** Checks that need no expected answer. */
  readonly checks: readonly Check[];
  /** The default judge of these checks. */
  readonly judge?: string;
  /** A score of the checks under this is unsure. */
  readonly sureFrom: number;
}

/** A stable share of requests for each target. */
export interface WeightedRoute extends RouteBase {
  readonly kind: 'weighted';
  readonly shares: readonly { readonly step: RouteStep; readonly weight: number }[];
}

/** One target serves; others are asked too, and only compared. */
export interface ShadowRoute extends RouteBase {
  readonly kind: 'shadow';
  readonly serve: RouteStep;
  readonly compare: readonly RouteStep[];
  /** Share of requests that are compared, 0 to 1. */
  readonly share: number;
}

export type Route = FallbackRoute | CostRoute | LatencyRoute | CascadeRoute | WeightedRoute | ShadowRoute;
export type RouteKind = Route['kind'];

/** Every target that a route may ask, its lists for special cases included, in the order of the file. */
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
