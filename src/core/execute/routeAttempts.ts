import { PolypromptError } from '../errors.ts';
import type { Catalog } from '../pricing/catalog.ts';
import { addCost, type Cost, costOf } from '../pricing/cost.ts';
import { entryOf } from '../pricing/entryOf.ts';
import { causeOfAnswer, causeOfError } from '../routing/moveCause.ts';
import type { Ask, AskEnd } from '../routing/routeCommand.ts';
import type { Judging, Timing } from '../run/account.ts';
import type { CellResult } from '../run/events.ts';
import type { AttemptOutcome, RouteAttempt, Routed } from '../run/routed.ts';
import type { StepEnd } from './stepRequest.ts';

interface Entry {
  readonly ask: Ask;
  readonly startedMs: number;
  readonly isHidden: boolean;
  end?: StepEnd;
}

/** The requests that one route made for one cell, in the order in which they began. */
export class RouteAttempts {
  readonly #entries: Entry[] = [];
  readonly #catalog: Catalog;
  readonly #promptTokens: () => number;

  constructor(catalog: Catalog, promptTokens: () => number) {
    this.#catalog = catalog;
    this.#promptTokens = promptTokens;
  }

  get count(): number {
    return this.#entries.length;
  }

  /** Adds an attempt and gives its number, from 0. */
  begin(ask: Ask, startedMs: number, isHidden: boolean): number {
    return this.#entries.push({ ask, startedMs, isHidden }) - 1;
  }

  /** Ends an attempt, and gives the end as the route learns it. A request that was stopped has no cause. */
  end(attempt: number, end: StepEnd): AskEnd {
    const entry = this.#entries[attempt];
    if (entry) entry.end = end;
    if (end.type === 'answered') {
      const { finishReason, timing } = end.result;
      const cause = causeOfAnswer(finishReason);
      return { attempt, isAnswered: true, ...(cause ? { cause } : {}), ...timing };
    }
    const totalMs = end.timing?.totalMs ?? 0;
    if (end.type === 'stopped') return { attempt, isAnswered: false, totalMs };
    const cause = causeOfError(end.error.code);
    const { retryAfterMs } = end.error;
    return {
      attempt,
      isAnswered: false,
      ...(cause ? { cause } : {}),
      ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
      totalMs,
    };
  }

  resultOf(attempt: number | undefined): CellResult | undefined {
    const end = attempt === undefined ? undefined : this.#entries[attempt]?.end;
    return end?.type === 'answered' ? end.result : undefined;
  }

  /** The failure to report when nothing answered: the last one that the reader could see; undefined without one. */
  get lastFailure(): Extract<StepEnd, { type: 'failed' }> | undefined {
    return this.#entries.flatMap(({ end, isHidden }) => (end?.type === 'failed' && !isHidden ? [end] : [])).at(-1);
  }

  /**
   * The times since the route began, in milliseconds. When every answer came from the cache, the times of their first asking are added up.
   */
  timingOf(served: number, timing: Timing): Timing {
    const entry = this.#entries[served];
    const result = this.resultOf(served);
    if (!entry || !result) return timing;
    const before = result.cached
      ? this.#entries.slice(0, served).reduce((sum, { end, isHidden }) => sum + (isHidden ? 0 : timeOf(end)), 0)
      : entry.startedMs;
    const { firstTokenMs } = result.timing;
    return {
      ...(firstTokenMs === undefined ? {} : { firstTokenMs: before + firstTokenMs }),
      ...(result.cached ? { totalMs: before + result.timing.totalMs } : timing),
    };
  }

  /** The cost of all attempts; null when no cost is known at all, and marked `atLeast` when some of it is not. */
  cost(judging: Judging | undefined): Cost | null {
    const asked = this.#entries.filter(({ end }) => wasSent(end));
    const costs = asked.map(({ ask, end }) => this.#costOf(ask, end));
    const known = costs.filter((cost) => cost !== null);
    const sum = [...known, ...(judging?.cost ? [judging.cost] : [])].reduce<Cost | null>(addCost, null);
    const isPartial = known.length < costs.length || (judging?.unknownCost ?? 0) > 0;
    return sum && isPartial ? { ...sum, atLeast: true } : sum;
  }

  routed(route: string, served: number | undefined, judging: Judging | undefined): Routed {
    const attempts = this.#entries.map((entry, index) => this.#attempt(entry, index === served));
    return {
      route,
      served: served === undefined ? null : (this.#entries[served]?.ask.model ?? null),
      attempts,
      ...(judging ? { judging } : {}),
    };
  }

  #attempt(entry: Entry, isServed: boolean): RouteAttempt {
    const { ask, startedMs, end } = entry;
    const { timeoutMs: _limit, ...asked } = ask;
    const outcome = outcomeOf(entry, isServed);
    const { usage = null, timing = { totalMs: 0 } } = (end?.type === 'answered' ? end.result : end) ?? {};
    return {
      ...asked,
      outcome,
      startedMs,
      timing,
      usage,
      cost: this.#costOf(ask, end),
      ...(end?.type === 'failed' ? { error: end.error.toRecord() } : {}),
      ...(end?.type === 'answered' && end.result.cached ? { cached: true as const } : {}),
      ...(end?.type === 'answered' && outcome === 'compared' ? { answer: end.result.answer } : {}),
    };
  }

  /** The cost of one attempt. A request that was stopped is charged for its prompt at least. */
  #costOf({ model }: Ask, end: StepEnd | undefined): Cost | null {
    if (end?.type === 'answered') return end.result.cost;
    if (end?.cost || !wasSent(end)) return end?.cost ?? null;
    if (end?.type !== 'stopped') return null;
    const least = costOf({ inputTokens: this.#promptTokens(), outputTokens: 0 }, entryOf(this.#catalog, model));
    return least ? { ...least, atLeast: true } : null;
  }
}

/** False for a request that was refused before its first word, or never sent: nobody charges for it. */
function wasSent(end: StepEnd | undefined): boolean {
  if (end?.type === 'answered') return true;
  if (end?.type === 'stopped') return end.timing !== undefined;
  return end?.type === 'failed' && (end.partial !== '' || (end.usage ?? null) !== null);
}

function timeOf(end: StepEnd | undefined): number {
  return (end?.type === 'answered' ? end.result.timing : end?.timing)?.totalMs ?? 0;
}

function outcomeOf({ ask, end }: Entry, isServed: boolean): AttemptOutcome {
  if (end?.type !== 'answered') return end?.type === 'failed' ? 'failed' : 'cancelled';
  if (isServed) return 'served';
  if (ask.reason === 'classify') return 'helped';
  return ask.reason === 'shadow' ? 'compared' : 'replaced';
}

/** The error of a route that asked nobody because it has no target that can be asked. */
export function nobodyAsked(route: string): PolypromptError {
  return new PolypromptError('unknown-route', `${route} found no target to ask.`, {
    hint: 'Give it at least one target in polyprompt.yaml.',
  });
}
