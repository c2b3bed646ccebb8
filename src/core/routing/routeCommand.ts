import type { Check } from '../dataset/suite.ts';
import type { Measurements } from './measurements.ts';
import type { Escalation, MoveCause, RequestClass, Route } from './route.ts';
import type { RouteRequest } from './routeRequest.ts';
import type { TargetHealth } from './targetHealth.ts';

/** The reasons why a model is asked. */
export type AskReason =
  | 'first'
  | 'moved-on'
  | 'retry'
  | 'probe'
  | 'hedge'
  | 'escalated'
  | 'shadow'
  | 'explored'
  | 'classify';

export interface Ask {
  /** `provider/model`. */
  readonly model: string;
  /** The innermost route that chose it. */
  readonly route: string;
  readonly reason: AskReason;
  /** The thing that the target before it lacked. */
  readonly because?: MoveCause | Escalation;
  readonly timeoutMs?: number;
  /** True when it takes the place of the target that was to answer, in this route or one around it. */
  readonly isFallback?: true;
  /** True when a cost route has too few results of its class of requests, and uses those of all. */
  readonly isBroad?: true;
}

/** The end of a request to one model. */
export interface AskEnd {
  /** The number of the driver's attempt. */
  readonly attempt: number;
  /** True when there is an answer, even if it is a refusal or was cut off. */
  readonly isAnswered: boolean;
  /** The fault; undefined for a whole answer, and for failures that no other target could escape. */
  readonly cause?: MoveCause;
  readonly retryAfterMs?: number;
  readonly firstTokenMs?: number;
  readonly totalMs: number;
  /** The most requests of ours that were under way at the same server; undefined where nobody counted them. */
  readonly atOnce?: number;
}

/** The end of a route: with the attempt that serves, or with the last that failed. */
export interface RouteEnd {
  readonly attempt: number | undefined;
  readonly isAnswered: boolean;
  readonly cause?: MoveCause;
  readonly retryAfterMs?: number;
}

export interface CheckedAnswer {
  readonly passed: boolean;
  /** The score, 0 to 1; undefined when no check could tell. */
  readonly score: number | undefined;
}

/** The commands that a route gives; the live run and the simulation carry them out, each in its way. */
export type RouteCommand =
  | { readonly type: 'ask'; readonly ask: Ask }
  /** `second` starts when `first` has said nothing for `afterMs` milliseconds, or has failed; the first word decides. */
  | { readonly type: 'race'; readonly first: RouteCourse; readonly second: () => RouteCourse; readonly afterMs: number }
  /** A plan that goes on beside everything else, and that nobody waits for. */
  | { readonly type: 'beside'; readonly plan: RouteCourse }
  | { readonly type: 'check'; readonly attempt: number; readonly checks: readonly Check[]; readonly judge?: string }
  | { readonly type: 'classify'; readonly ask: Ask }
  | { readonly type: 'wait'; readonly ms: number };

export type CommandEnd =
  | { readonly type: 'asked'; readonly end: AskEnd }
  | { readonly type: 'raced'; readonly end: RouteEnd }
  | { readonly type: 'checked'; readonly answer: CheckedAnswer }
  | { readonly type: 'classified'; readonly class: RequestClass }
  | { readonly type: 'done' };

/** A route on its way for one request. It decides, and does nothing itself. Whoever gives it up calls its `return`. */
export type RouteCourse = RouteSteps<RouteEnd>;

/** A part of such a way that finds something out. */
export type RouteSteps<Result> = Generator<RouteCommand, Result, CommandEnd>;

/** The knowledge by which routes decide. */
export interface RouteBook {
  readonly routes: ReadonlyMap<string, Route>;
  readonly health: TargetHealth;
  /** The measurements of the route of this name; undefined without any. */
  measured(route: string): Measurements | undefined;
  /** The window in tokens; undefined when it is not known. */
  contextWindow(model: string): number | undefined;
  /** USD that such a request costs with a usual answer; undefined when it is not known. */
  price(model: string, tokens: number): number | undefined;
}

/** One request on its way through routes. */
export interface RouteWalk {
  readonly book: RouteBook;
  readonly request: RouteRequest;
  now(): number;
  /** A random number in [0, 1). */
  random(): number;
  /** True when all of it takes the place of a target that failed or rests. */
  readonly isFallback: boolean;
  /** Follows a target: a model, or a further route for `route:` targets. */
  follow(target: string, asked: Asked): RouteCourse;
}

/** The place of a target: its route, and why it is asked there. */
export interface Asked extends Pick<Ask, 'reason' | 'because' | 'timeoutMs' | 'isFallback' | 'isBroad'> {
  readonly route: Route;
  /** The number of routes around it. */
  readonly depth: number;
}
