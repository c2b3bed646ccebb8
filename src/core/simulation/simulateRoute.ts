import { isRouteId, routeNameOf } from '../routeId.ts';
import { followRoute } from '../routing/followRoute.ts';
import type { RouteBook, RouteCourse } from '../routing/routeCommand.ts';
import { TargetHealth } from '../routing/targetHealth.ts';
import type { CellState } from '../run/cellState.ts';
import { percentile } from '../stats/percentile.ts';
import { type Interval, wilson } from '../stats/wilson.ts';
import type { Outage } from './outage.ts';
import { NotReplayable, type Replayed, RequestReplay } from './replayRequest.ts';
import type { ReplayRow } from './replayRows.ts';
import type { RouteChecks } from './routeChecks.ts';

export interface SimulationOptions {
  readonly book: Omit<RouteBook, 'health'>;
  readonly checks: RouteChecks;
  readonly outages?: readonly Outage[];
  /** The number of requests in all; the rows come round again. One for each row unless given. */
  readonly requests?: number;
  /** A random number in [0, 1); the same sequence gives the same figures. */
  readonly random: () => number;
}

/** The results of a model or route with all requests. */
export interface SimulatedTarget {
  readonly target: string;
  readonly requests: number;
  /** The number of requests that got an answer at all. */
  readonly answered: number;
  /** The number of rows with a verdict, and of those that passed. A lost request has not passed. */
  readonly graded: number;
  readonly passed: number;
  readonly quality: number;
  /** The 95% interval of the quality, by the rows, however often each was sent. */
  readonly interval: Interval | undefined;
  /** USD; `atLeast` when some costs are not known; undefined when none is. */
  readonly costPer1000: number | undefined;
  readonly costAtLeast: boolean;
  readonly p50: number;
  readonly p95: number;
  /** The number of requests that each model served. */
  readonly shares: ReadonlyMap<string, number>;
  /** The number of requests to models for one of ours. */
  readonly asksPerRequest: number;
  /** The result of each row, in their order: true when it passed at its last turn; undefined where it is not known. */
  readonly outcomes: readonly (boolean | undefined)[];
  /** The answer that served each row at its last turn; undefined where none did. */
  readonly served: readonly (CellState | undefined)[];
  /** USD of each row, as far as they are known. */
  readonly costs: readonly number[];
  /** Milliseconds of each request. */
  readonly times: readonly number[];
}

/** Replays every row through a model or `route:name`, one request after the other. Throws `NotReplayable` where the run lacks answers. */
export function simulateTarget(
  target: string,
  rows: readonly ReplayRow[],
  { book, checks, outages = [], requests = rows.length, random }: SimulationOptions,
): SimulatedTarget {
  const tally = new Tally(target, rows.length);
  const routes = { ...book, health: new TargetHealth() };
  const world = {
    outages,
    random,
    checked: (...[command, answer]: Parameters<RouteChecks['of']>) => checks.of(command, answer),
  };
  let now = 0;
  for (let index = 0; index < requests; index++) {
    const row = rows[index % rows.length];
    if (!row) break;
    const replay = new RequestReplay(world, row, { now, progress: index / requests });
    const plan = isRouteId(target)
      ? followRoute(routeNameOf(target), { book: routes, request: row.request, now: () => replay.now(), random })
      : askOnly(target);
    tally.add(index % rows.length, replay.run(plan));
    now = replay.now();
  }
  return tally.result;
}

/** True for the error that `simulateTarget` throws where answers are missing. */
export function isNotReplayable(error: unknown): error is NotReplayable {
  return error instanceof NotReplayable;
}

/** The course of a model by itself. */
function* askOnly(model: string): RouteCourse {
  const told = yield { type: 'ask', ask: { model, route: '', reason: 'first' } };
  if (told.type !== 'asked') throw new Error('a model was asked');
  return told.end;
}

/** Joins the results of parts of the rows; the caller puts the lists by row together. */
export function mergeParts(
  target: string,
  parts: readonly SimulatedTarget[],
  byRow: Pick<SimulatedTarget, 'outcomes' | 'served' | 'costs' | 'times'>,
): SimulatedTarget {
  const sum = (pick: (part: SimulatedTarget) => number) => parts.reduce((total, part) => total + pick(part), 0);
  const [requests, graded, passed] = [
    sum((part) => part.requests),
    sum((part) => part.graded),
    sum((part) => part.passed),
  ];
  const shares = new Map<string, number>();
  for (const part of parts)
    for (const [model, count] of part.shares) shares.set(model, (shares.get(model) ?? 0) + count);
  const isPriced = parts.every(({ costPer1000 }) => costPer1000 !== undefined);
  return {
    target,
    requests,
    answered: sum((part) => part.answered),
    graded,
    passed,
    quality: graded === 0 ? 0 : passed / graded,
    interval: wilson(passed, graded),
    costPer1000: isPriced ? sum((part) => (part.costPer1000 ?? 0) * part.requests) / requests : undefined,
    costAtLeast: parts.some(({ costAtLeast }) => costAtLeast),
    p50: percentile(byRow.times, 50) ?? 0,
    p95: percentile(byRow.times, 95) ?? 0,
    shares,
    asksPerRequest: sum((part) => part.asksPerRequest * part.requests) / requests,
    ...byRow,
  };
}

class Tally {
  readonly #target: string;
  readonly #outcomes: (boolean | undefined)[];
  readonly #served: (CellState | undefined)[];
  readonly #costs: number[];
  readonly #times: number[] = [];
  readonly #shares = new Map<string, number>();
  #graded = 0;
  #passed = 0;
  #answered = 0;
  #asked = 0;
  #cost = 0;
  #unknown = 0;

  constructor(target: string, rows: number) {
    this.#target = target;
    this.#outcomes = new Array<boolean | undefined>(rows).fill(undefined);
    this.#served = new Array<CellState | undefined>(rows).fill(undefined);
    this.#costs = new Array<number>(rows).fill(0);
  }

  add(row: number, { served, totalMs, cost, unknownCosts, attempts }: Replayed): void {
    const passed = served ? served.answer.passed : false;
    this.#outcomes[row] = passed;
    this.#served[row] = served?.answer.cell;
    this.#costs[row] = cost;
    if (passed !== undefined) this.#graded++;
    if (passed) this.#passed++;
    if (served) {
      this.#answered++;
      this.#shares.set(served.model, (this.#shares.get(served.model) ?? 0) + 1);
    }
    this.#times.push(totalMs);
    this.#asked += attempts.length;
    this.#cost += cost;
    this.#unknown += unknownCosts;
  }

  get result(): SimulatedTarget {
    const requests = this.#times.length;
    const quality = this.#graded === 0 ? 0 : this.#passed / this.#graded;
    const rows = this.#outcomes.filter((outcome) => outcome !== undefined).length;
    return {
      target: this.#target,
      requests,
      answered: this.#answered,
      graded: this.#graded,
      passed: this.#passed,
      quality,
      interval: wilson(quality * rows, rows),
      costPer1000: this.#unknown === this.#asked ? undefined : (this.#cost / requests) * 1000,
      costAtLeast: this.#unknown > 0,
      p50: percentile(this.#times, 50) ?? 0,
      p95: percentile(this.#times, 95) ?? 0,
      shares: this.#shares,
      asksPerRequest: this.#asked / requests,
      outcomes: this.#outcomes,
      served: this.#served,
      costs: this.#costs,
      times: this.#times,
    };
  }
}
