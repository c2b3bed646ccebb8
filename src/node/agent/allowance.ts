import { PolypromptError } from '../../core/errors.ts';
import { defined } from '../../core/jsonRead.ts';
import { formatMoney } from '../../core/pricing/format.ts';
import type { RunCost } from '../../core/results/summary.ts';
import type { PlannedCost } from '../../core/run/events.ts';
import type { AgentCall, AgentLimits } from './agentContext.ts';
import { ConsentNeeded } from './consentNeeded.ts';
import type { SpendingAccount } from './spendingAccount.ts';

/** What a run may spend. */
export interface Allowance {
  /** USD for the run as a whole; absent where nobody is charged. */
  readonly maxCost?: number;
  readonly maxCalls?: number;
  /** Replaces what was set aside by what the run has cost. */
  settle(cost: RunCost): void;
}

/** A run that is about to be started. */
export interface RunToAllow {
  /** What it is, for the question to the user: `Run evals/triage.eval.yaml`. */
  readonly what: string;
  readonly estimate: Pick<PlannedCost, 'money' | 'simulated' | 'unknown'>;
  /** USD, as the agent wishes. */
  readonly maxCost?: number | undefined;
  readonly maxCalls?: number | undefined;
  /** USD that the run has cost already, when it goes on. */
  readonly spentBefore?: number;
}

/**
 * Decides whether a run may start, before anything is sent, and sets its money aside. Throws `spending-limit` above a limit and for a price
 * that is not known, and `ConsentNeeded` above the amount from which the user is asked.
 */
export function allow(
  run: RunToAllow,
  {
    limits,
    account,
    consent,
  }: { readonly limits: AgentLimits; readonly account: SpendingAccount } & Pick<AgentCall, 'consent'>,
): Allowance {
  const { estimate, maxCalls } = run;
  const calls = defined({ maxCalls });
  const high = chargedAtMost(run);
  if (high === 0) return { ...calls, settle: () => {} };
  const most = Math.min(limits.perCall, run.maxCost ?? Number.POSITIVE_INFINITY);
  // Where a price is not known, all that a call may spend is set aside: what is not known is never nothing.
  const least = estimate.unknown.length > 0 ? most : high;
  if (least > most) throw tooDear(least, most, run);
  requireConsent(run, least, { limits, consent });
  const reservation = account.reserve(limits.perDay, { least, most });
  const before = run.spentBefore ?? 0;
  return {
    ...calls,
    maxCost: before + reservation.amount,
    settle: (cost) => reservation.settle(cost.atLeast ? undefined : cost.amount - before),
  };
}

/** USD that a run may cost at most; 0 where all models are simulated or all answers are there. Throws where a price is not known. */
function chargedAtMost({ estimate, maxCalls }: RunToAllow): number {
  const { simulated, unknown, money } = estimate;
  if (unknown.length === 0) return simulated ? 0 : money.high;
  if (maxCalls === undefined)
    throw new PolypromptError('spending-limit', `The price of ${unknown.join(', ')} is not known.`, {
      hint: 'Limit the calls with max_calls, or choose models with a known price.',
    });
  return Number.POSITIVE_INFINITY;
}

function tooDear(least: number, most: number, { maxCost }: RunToAllow): PolypromptError {
  const isOwn = maxCost !== undefined && maxCost === most;
  const limit = isOwn ? `max_cost is ${formatMoney(most)}` : `the user allows ${formatMoney(most)} for one call`;
  const raise = isOwn ? 'raise max_cost' : 'ask the user to raise the limit';
  return new PolypromptError('spending-limit', `This may cost up to ${formatMoney(least)}, and ${limit}.`, {
    hint: `Ask for fewer cases (filter, case, only: failed) or models, or ${raise}.`,
  });
}

function requireConsent(
  { what }: RunToAllow,
  amount: number,
  { limits, consent }: { readonly limits: AgentLimits } & Pick<AgentCall, 'consent'>,
): void {
  if (amount <= limits.askAbove || consent === 'given' || consent === 'no-way') return;
  if (consent === undefined) throw new ConsentNeeded(`${what} for up to ${formatMoney(amount)}?`, amount);
  throw new PolypromptError('spending-limit', 'The user has declined to pay for this.', {
    hint: 'Do not ask again for the same. Ask for less, or go on without.',
  });
}
