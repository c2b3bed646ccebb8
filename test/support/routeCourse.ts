import { followRoute } from '../../src/core/routing/followRoute.ts';
import type { ClassFigures, Measurements } from '../../src/core/routing/measurements.ts';
import type { MoveCause, RequestClass } from '../../src/core/routing/route.ts';
import type {
  AskEnd,
  CheckedAnswer,
  CommandEnd,
  RouteBook,
  RouteCommand,
  RouteEnd,
} from '../../src/core/routing/routeCommand.ts';
import { routeRequestOf } from '../../src/core/routing/routeRequestOf.ts';
import { routeBook } from './routes.ts';

/** What was measured of targets in one class of requests, as passed of graded. */
export function measuredAs(
  figures: Readonly<Record<string, readonly [passed: number, graded: number]>>,
  requestClass: RequestClass = 'standard',
): Measurements {
  const known = new Map<string, ClassFigures>(
    Object.entries(figures).map(([target, [passed, graded]]) => [target, { passed, graded, cost: 1 }]),
  );
  const none = { simple: new Map(), standard: new Map(), hard: new Map() };
  const classes = { ...none, [requestClass]: known };
  return { classes, words: [], table: new Map(), date: '2026-11-20', suites: [] };
}

/** The course of `route:r` for one request. */
export async function startRoute(route: string, known: Partial<RouteBook> = {}) {
  const book = await routeBook(`routes: {r: ${route}}`, known);
  const messages = [{ role: 'user', parts: [{ type: 'text', text: 'Hi' }] }] as const;
  const request = routeRequestOf({ messages, repeat: 0, parameters: {} });
  return followRoute('r', { book, request, now: () => 0, random: () => 0.5 });
}

export interface ScriptedWorld {
  readonly known?: Partial<RouteBook>;
  /** The cause with which a model fails; undefined for an answer. Answers that are refused or cut have one as well. */
  readonly cause?: (model: string, times: number) => MoveCause | undefined;
  readonly retryAfterMs?: number;
  /** What the route's own checks say of a model's answer. */
  readonly checked?: (model: string) => CheckedAnswer;
}

/** All that a route does, one command a line such as `x/b moved-on server fallback` or `wait 500`, and how it ends. */
export async function courseOf(route: string, world: ScriptedWorld = {}) {
  const course = await startRoute(route, world.known);
  const models: string[] = [];
  const did: string[] = [];
  let told: CommandEnd = { type: 'done' };
  for (;;) {
    const { done, value } = course.next(told);
    if (done) return { did, served: servedBy(value, models) };
    told = answer(value, { world, models, did });
  }
}

function servedBy({ isAnswered, attempt }: RouteEnd, models: readonly string[]): string | undefined {
  return isAnswered && attempt !== undefined ? models[attempt] : undefined;
}

interface Course {
  readonly world: ScriptedWorld;
  readonly models: string[];
  readonly did: string[];
}

function answer(command: RouteCommand, { world, models, did }: Course): CommandEnd {
  switch (command.type) {
    case 'ask': {
      const { model, reason, because, isFallback, isBroad } = command.ask;
      const times = models.filter((asked) => asked === model).length + 1;
      did.push([model, reason, because, isFallback && 'fallback', isBroad && 'broad'].filter(Boolean).join(' '));
      return { type: 'asked', end: endOf(world, model, { attempt: models.push(model) - 1, times }) };
    }
    case 'wait':
      did.push(`wait ${command.ms}`);
      return { type: 'done' };
    case 'check': {
      const model = models[command.attempt] ?? '';
      did.push(`check ${model}`);
      return { type: 'checked', answer: world.checked?.(model) ?? { passed: true, score: 1 } };
    }
    default:
      throw new Error(`the route wants to ${command.type}`);
  }
}

function endOf(
  { cause: causeOf, retryAfterMs }: ScriptedWorld,
  model: string,
  { attempt, times }: { readonly attempt: number; readonly times: number },
): AskEnd {
  const cause = causeOf?.(model, times);
  const isAnswered = cause === undefined || cause === 'refusal' || cause === 'cut';
  return {
    attempt,
    isAnswered,
    totalMs: 1,
    ...(cause === undefined ? {} : { cause }),
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  };
}
