import { randomBytes } from 'node:crypto';
import { DataMarks } from '../../core/agent/dataMarks.ts';
import { roundedMoney } from '../../core/agent/roundedMoney.ts';
import type { TokenCounter } from '../tokens/tokenCounter.ts';
import type { AgentContext } from './agentContext.ts';
import type { ComparisonDesk } from './comparisonDesk.ts';
import type { RunDesk } from './runDesk.ts';
import type { SpendingAccount } from './spendingAccount.ts';

/** What every tool works with. */
export interface AgentMeans {
  readonly context: AgentContext;
  readonly account: SpendingAccount;
  readonly runs: RunDesk;
  readonly comparisons: ComparisonDesk;
  readonly counter: Pick<TokenCounter, 'count'>;
}

/** USD that are left for today. */
export function leftToday({ account, context }: Pick<AgentMeans, 'account' | 'context'>): number {
  return roundedMoney(account.left(context.limits().perDay));
}

/** Marks that nobody could know before this answer. */
export function freshMarks(): DataMarks {
  return new DataMarks(randomBytes(6).toString('hex'));
}
