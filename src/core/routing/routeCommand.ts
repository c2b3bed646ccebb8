import type { Check } from '../dataset/suite.ts';
import type { Measurements } from './measurements.ts';
import type { Escalation, MoveCause, RequestClass, Route } from './route.ts';
import type { RouteRequest } from './routeRequest.ts';
import type { TargetHealth } from './targetHealth.ts';

/** Why a model is asked. */
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
  /** What the target before it lacked. */
  readonly because?: MoveCause | Escalation;
  readonly timeoutMs?: number;
  /** In place of the target that was to answer, in this route or one around it. */
  readonly isFallback?: true;
  /** A cost route has too few results of its class of requests: it goes by those of all. */
  readonly isBroad?: true;
}

/** How a request to one model ended. */
export interface AskEnd {
  /** Which of the driver's attempts this is. */
  readonly attempt: number;
  /** There is an answer, if only a refusal or one that was cut. */
  readonly isAnswered: boolean;
  /** What is wrong; undefined for a whole answer, and for failures that no other target could escape. */
  readonly cause?: MoveCause;
  readonly retryAfterMs?: number;
  readonly firstTokenMs?: number;
  readonly totalMs: number;
  /** Requests of ours that were under way at the same server, at most; undefined where nobody counted. */
  readonly atOnce?: number;
}

/** How a route ended: with the attempt that serves, or with the last that failed. */
export interface RouteEnd {
  readonly attempt: number | undefined;
  readonly isAnswered: boolean;
  readonly cause?: MoveCause;
  readonly retryAfterMs?: number;
}

export interface CheckedAnswer {
  readonly passed: boolean;
  /** 0 to 1; undefined when no check could say. */
  readonly score: number | undefined;
}

/** What a route wants done; the live run and the simulation do it each in their way. */
export type RouteCommand =
  | { readonly type: 'ask'; readonly ask: Ask }
  /** `second` starts when `first` has said nothing for so long, or has failed; the first word decides. */
  | { readonly type: 'race'; readonly first: RouteCourse; readonly second: () => RouteCourse; readonly afterMs: number }
  /** Goes on beside everything else; nobody waits for it. */
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

/** What routes decide by. */
export interface RouteBook {
  readonly routes: ReadonlyMap<string, Route>;
  readonly health: TargetHealth;
  /** What the route of this name learnt. */
  measured(route: string): Measurements | undefined;
  /** Tokens; undefined when unknown. */
  contextWindow(model: string): number | undefined;
  /** USD that such a request costs with a usual answer; undefined when unknown. */
  price(model: string, tokens: number): number | undefined;
}

/** One request on its way through routes. */
export interface RouteWalk {
  readonly book: RouteBook;
  readonly request: RouteRequest;
  now(): number;
  /** In [0, 1). */
  random(): number;
  /** All of it takes the place of a target that failed or rests. */
  readonly isFallback: boolean;
  /** Further routes inside, for `route:` targets. */
  follow(target: string, asked: Asked): RouteCourse;
}

/** In which place of which route a target is asked. */
export interface Asked extends Pick<Ask, 'reason' | 'because' | 'timeoutMs' | 'isFallback' | 'isBroad'> {
  readonly route: Route;
  /** Routes around it. */
  readonly depth: number;
}
