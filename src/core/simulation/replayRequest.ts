import { defined } from '../jsonRead.ts';
import type {
  Ask,
  AskEnd,
  CheckedAnswer,
  CommandEnd,
  RouteCommand,
  RouteCourse,
  RouteEnd,
} from '../routing/routeCommand.ts';
import { type Outage, outageAt } from './outage.ts';
import { type AskOutcome, type LinesWorld, ReplayLines } from './replayLines.ts';
import type { ReplayRow, StoredAnswer } from './replayRows.ts';

/** Thrown when a route asks for an answer that the run does not hold. */
export class NotReplayable extends Error {}

/** Trouble and chance, the same for every request of a simulation. */
export interface ReplayWorld {
  readonly outages: readonly Outage[];
  random(): number;
  /** The result of a route's checks for a stored answer, which was found out before. */
  checked(command: Extract<RouteCommand, { type: 'check' }>, answer: StoredAnswer): CheckedAnswer;
}

/** One request to a model, in the order in which they began. */
export interface ReplayedAttempt {
  readonly ask: Ask;
  readonly answer: StoredAnswer | undefined;
  readonly cost: number | undefined;
}

/** The result of one request. */
export interface Replayed {
  /** The answer that serves; undefined when the request was lost. */
  readonly served: { readonly model: string; readonly answer: StoredAnswer } | undefined;
  readonly totalMs: number;
  /** USD of all attempts as far as known; `unknownCosts` counts those that are not. */
  readonly cost: number;
  readonly unknownCosts: number;
  readonly attempts: readonly ReplayedAttempt[];
}

/**
 * Sends one request through a route on a clock of its own. No model is asked: every answer is a stored one. The loser of a race is counted
 * with all that it would have cost.
 */
export class RequestReplay implements LinesWorld {
  readonly #world: ReplayWorld;
  readonly #row: ReplayRow;
  /** The share of the simulation (0 to 1) that is over. */
  readonly #progress: number;
  readonly #attempts: ReplayedAttempt[] = [];
  #now: number;

  constructor(world: ReplayWorld, row: ReplayRow, at: { readonly now: number; readonly progress: number }) {
    this.#world = world;
    this.#row = row;
    this.#now = at.now;
    this.#progress = at.progress;
  }

  /** Milliseconds on the clock of the simulation. */
  now(): number {
    return this.#now;
  }

  /** Throws `NotReplayable` where the run lacks an answer. */
  run(plan: RouteCourse): Replayed {
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
    return { served, totalMs: at - began, cost, unknownCosts, attempts: this.#attempts };
  }

  /** Carries out one command after the other, until a route wants two at once. */
  #drive(plan: RouteCourse): { readonly end: RouteEnd; readonly at: number } {
    let told: CommandEnd = { type: 'done' };
    for (;;) {
      const { done, value } = plan.next(told);
      if (done) return { end: value, at: this.#now };
      if (value.type === 'race' || value.type === 'beside') return new ReplayLines(this).run(plan, value);
      told = this.#carryOut(value);
    }
  }

  #carryOut(command: Exclude<RouteCommand, { type: 'race' | 'beside' }>): CommandEnd {
    switch (command.type) {
      case 'ask': {
        const { end } = this.ask(command);
        this.#now += end.totalMs;
        return { type: 'asked', end };
      }
      case 'wait':
        this.#now += command.ms;
        return { type: 'done' };
      case 'classify':
        this.#now += this.toldMs(command);
        return this.classify(command);
      default:
        return this.check(command);
    }
  }

  setNow(now: number): void {
    this.#now = now;
  }

  /** Gives the class that was told of the request; standard, for nothing and at once, where nobody was asked. */
  classify({ ask }: Extract<RouteCommand, { type: 'classify' }>): CommandEnd {
    const told = this.#row.told(ask.model);
    if (told) this.#attempts.push({ ask, answer: undefined, cost: told.cost });
    return { type: 'classified', class: told?.class ?? 'standard' };
  }

  toldMs({ ask }: Extract<RouteCommand, { type: 'classify' }>): number {
    return this.#row.told(ask.model)?.totalMs ?? 0;
  }

  check(command: Extract<RouteCommand, { type: 'check' }>): CommandEnd {
    const answer = this.#attempts[command.attempt]?.answer;
    if (!answer) throw new Error('a route checks answers alone');
    return { type: 'checked', answer: this.#world.checked(command, answer) };
  }

  ask({ ask }: Extract<RouteCommand, { type: 'ask' }>): AskOutcome {
    const attempt = this.#attempts.length;
    const outage = outageAt(this.#world.outages, ask.model, { progress: this.#progress, random: this.#world.random });
    if (outage) return this.#fail(ask, outage);
    const answer = this.#row.answers.get(ask.model);
    if (!answer) throw new NotReplayable(ask.model);
    const { timeoutMs } = ask;
    if (timeoutMs !== undefined && answer.totalMs > timeoutMs) {
      const saidMs = answer.saidMs !== undefined && answer.saidMs < timeoutMs ? answer.saidMs : undefined;
      return this.#fail(ask, { cause: 'timeout', afterMs: timeoutMs }, saidMs);
    }
    this.#attempts.push({ ask, answer: answer.isAnswered ? answer : undefined, cost: answer.cost });
    const { isAnswered, cause, retryAfterMs, firstTokenMs, totalMs, saidMs } = answer;
    const end: AskEnd = {
      attempt,
      isAnswered,
      ...(cause ? { cause } : {}),
      ...defined({ retryAfterMs }),
      firstTokenMs,
      totalMs,
    };
    return { end, saidMs };
  }

  /** Ends a request as failed. The words before a failure are paid for, and nobody knows how much. */
  #fail(
    ask: Ask,
    { cause, afterMs, retryAfterMs }: Pick<Outage, 'cause' | 'afterMs' | 'retryAfterMs'>,
    saidMs?: number,
  ): AskOutcome {
    const attempt = this.#attempts.push({ ask, answer: undefined, cost: saidMs === undefined ? 0 : undefined }) - 1;
    const end: AskEnd = {
      attempt,
      isAnswered: false,
      cause,
      ...defined({ retryAfterMs }),
      totalMs: afterMs,
    };
    return { end, saidMs };
  }
}
