import type { RequestClass } from '../../routing/route.ts';
import type {
  Ask,
  AskEnd,
  CheckedAnswer,
  CommandEnd,
  RouteCommand,
  RouteEnd,
  RoutePlan,
} from '../../routing/routeCommand.ts';
import { type Outage, outageAt } from './outage.ts';
import type { ReplayRow, StoredAnswer } from './replayRows.ts';

/** A route asks for what the run does not hold. */
export class NotReplayable extends Error {}

/** Trouble and chance, the same for every request of a simulation. */
export interface ReplayWorld {
  readonly outages: readonly Outage[];
  random(): number;
  /** What the checks of a route say of a stored answer; found out before. */
  checked(command: Extract<RouteCommand, { type: 'check' }>, answer: StoredAnswer): CheckedAnswer;
  /** What the model that tells requests apart is taken to say. */
  classified(row: ReplayRow): RequestClass;
}

interface Attempt {
  readonly ask: Ask;
  readonly answer: StoredAnswer | undefined;
  readonly cost: number | undefined;
}

/** What one request came to. */
export interface Replayed {
  /** The answer that serves; undefined when the request was lost. */
  readonly served: { readonly model: string; readonly answer: StoredAnswer } | undefined;
  readonly totalMs: number;
  /** USD of all attempts as far as known, and how many are not. */
  readonly cost: number;
  readonly unknownCosts: number;
  readonly asked: number;
}

interface Finished {
  readonly end: RouteEnd;
  /** On the clock of the simulation. */
  readonly at: number;
  /** The first word that a reader saw. */
  readonly saidAt: number;
}

/** Sends one request through a route on a clock of its own. It asks nobody: every answer is a stored one. */
export class RequestReplay {
  readonly #world: ReplayWorld;
  readonly #row: ReplayRow;
  /** Share of the simulation that is over. */
  readonly #progress: number;
  readonly #attempts: Attempt[] = [];
  #now: number;

  constructor(world: ReplayWorld, row: ReplayRow, at: { readonly now: number; readonly progress: number }) {
    this.#world = world;
    this.#row = row;
    this.#now = at.now;
    this.#progress = at.progress;
  }

  /** Milliseconds on the clock of the simulation. */
  get now(): number {
    return this.#now;
  }

  /** Throws `NotReplayable` where the run lacks an answer. */
  run(plan: RoutePlan): Replayed {
    const began = this.#now;
    const { end, at } = this.#drive(plan);
    this.#now = at;
    const attempt = end.isAnswered && end.attempt !== undefined ? this.#attempts[end.attempt] : undefined;
    const served = attempt?.answer && { model: attempt.ask.model, answer: attempt.answer };
    let cost = 0;
    let unknownCosts = 0;
    for (const asked of this.#attempts) {
      if (asked.cost === undefined) unknownCosts++;
      else cost += asked.cost;
    }
    return { served, totalMs: at - began, cost, unknownCosts, asked: this.#attempts.length };
  }

  #drive(plan: RoutePlan): Finished {
    let told: CommandEnd = { type: 'done' };
    let saidAt = Number.POSITIVE_INFINITY;
    for (;;) {
      const { done, value } = plan.next(told);
      if (done) return { end: value, at: this.#now, saidAt: Math.min(saidAt, this.#now) };
      const before = this.#now;
      told = this.#carryOut(value);
      if (value.type === 'ask' && told.type === 'asked' && told.end.isAnswered)
        saidAt = Math.min(saidAt, before + (told.end.firstTokenMs ?? told.end.totalMs));
    }
  }

  #carryOut(command: RouteCommand): CommandEnd {
    switch (command.type) {
      case 'ask':
        return { type: 'asked', end: this.#ask(command.ask) };
      case 'race':
        return { type: 'raced', end: this.#race(command) };
      case 'beside': {
        const before = this.#now;
        this.#drive(command.plan);
        this.#now = before;
        return { type: 'done' };
      }
      case 'check': {
        const answer = this.#attempts[command.attempt]?.answer;
        return { type: 'checked', answer: answer ? this.#world.checked(command, answer) : { passed: false, score: 0 } };
      }
      case 'classify':
        return { type: 'classified', class: this.#world.classified(this.#row) };
      case 'wait':
        this.#now += command.ms;
        return { type: 'done' };
    }
  }

  #ask(ask: Ask): AskEnd {
    const attempt = this.#attempts.length;
    const outage = outageAt(this.#world.outages, ask.model, { progress: this.#progress, random: this.#world.random });
    if (outage) return this.#fail(ask, outage);
    const answer = this.#row.answers.get(ask.model);
    if (!answer) throw new NotReplayable(ask.model);
    const isLate = ask.timeoutMs !== undefined && answer.totalMs > ask.timeoutMs;
    if (isLate) return this.#fail(ask, { cause: 'timeout', afterMs: ask.timeoutMs });
    this.#attempts.push({ ask, answer: answer.isAnswered ? answer : undefined, cost: answer.cost });
    this.#now += answer.totalMs;
    const { isAnswered, cause, retryAfterMs, firstTokenMs, totalMs } = answer;
    return {
      attempt,
      isAnswered,
      ...(cause ? { cause } : {}),
      ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
      firstTokenMs,
      totalMs,
    };
  }

  #fail(ask: Ask, { cause, afterMs, retryAfterMs }: Pick<Outage, 'cause' | 'afterMs' | 'retryAfterMs'>): AskEnd {
    const attempt = this.#attempts.push({ ask, answer: undefined, cost: 0 }) - 1;
    this.#now += afterMs;
    return {
      attempt,
      isAnswered: false,
      cause,
      ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
      totalMs: afterMs,
    };
  }

  /** As it would be: the first word decides. The loser is counted with all that it would have cost. */
  #race({ first, second, afterMs }: Extract<RouteCommand, { type: 'race' }>): RouteEnd {
    const began = this.#now;
    const one = this.#drive(first);
    const hasFailedEarly = !one.end.isAnswered && one.at <= began + afterMs;
    if (one.end.isAnswered && one.saidAt <= began + afterMs) return one.end;
    this.#now = hasFailedEarly ? one.at : began + afterMs;
    const two = this.#drive(second());
    const winner = winnerOf(one, two);
    this.#now = winner.at;
    return winner.end;
  }
}

function winnerOf(one: Finished, two: Finished): Finished {
  if (!two.end.isAnswered) return one.end.isAnswered ? one : two;
  if (!one.end.isAnswered) return two;
  return one.saidAt <= two.saidAt ? one : two;
}
