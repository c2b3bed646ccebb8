import { defined } from '../../core/jsonRead.ts';
import { addCosts } from '../../core/results/summary.ts';
import type { Engine } from '../engine.ts';
import type { PlannedGate } from '../gate/gateSuite.ts';
import type { RunSession } from '../runs/runSession.ts';
import type { AgentCall } from './agentContext.ts';
import { type AgentMeans, leftToday } from './agentMeans.ts';
import { routesOf } from './agentSuite.ts';
import { type Allowance, allow } from './allowance.ts';
import { suiteOutlook } from './suiteOutlook.ts';

interface Wish {
  readonly engine: Engine;
  /** USD, as the agent wishes. */
  readonly maxCost: number | undefined;
  readonly consent: AgentCall['consent'];
}

/**
 * The money of one comparison, which runs suite after suite under one limit. It is set aside when the first suite is charged for, and each
 * further one has to fit with those before it.
 */
export class ComparisonMoney {
  readonly #means: AgentMeans;
  readonly #wish: Wish;
  /** USD that all suites together may cost. */
  readonly limit: number;
  readonly #sessions: RunSession[] = [];
  #allowance: Allowance | undefined;
  #estimated = 0;

  constructor(means: AgentMeans, wish: Wish) {
    this.#means = means;
    this.#wish = wish;
    this.limit = Math.min(means.context.limits().perCall, leftToday(means), wish.maxCost ?? Number.POSITIVE_INFINITY);
  }

  /** Throws `spending-limit` or `ConsentNeeded` where a suite may not be run. */
  async allow({ suite, planned, name, cache }: PlannedGate): Promise<void> {
    const { context, account } = this.#means;
    const { engine, consent, maxCost } = this.#wish;
    const routes = await routesOf(context, engine);
    const { estimate } = await suiteOutlook(this.#means, engine, { suite, planned, routes, cache });
    this.#estimated += estimate.simulated ? 0 : estimate.money.high;
    if (this.#allowance && this.#estimated <= this.limit && estimate.unknown.length === 0) return;
    const high = this.#estimated;
    const allowance = allow(
      {
        what: `Compare ${name} with its older version`,
        estimate: { ...estimate, money: { low: high, expected: high, high }, simulated: high === 0 },
        ...defined({ maxCost }),
      },
      { limits: context.limits(), account, consent },
    );
    if (allowance.maxCost !== undefined) this.#allowance = allowance;
  }

  watch(session: RunSession): void {
    this.#sessions.push(session);
  }

  /** Replaces what was set aside by what was spent. */
  settle(): void {
    this.#allowance?.settle(addCosts(this.#sessions.map(({ cost }) => cost)));
  }
}
