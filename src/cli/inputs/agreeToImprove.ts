import { PolypromptError } from '../../core/errors.ts';
import { improvePlan } from '../../core/improve/improvePlan.ts';
import { planText } from '../../core/improve/improveText.ts';
import { formatMoney } from '../../core/pricing/format.ts';
import type { PlannedCost } from '../../core/run/events.ts';
import type { ImproveHead } from '../../core/run/improveHead.ts';
import { tell } from '../terminal/terminal.ts';

/** USD above which an improvement is only started with `--yes` or a limit. */
const confirmAbove = 1;

interface Agreement {
  readonly yes?: true;
  readonly maxCost?: number;
}

/** Prints what an improvement will do and may cost, and refuses an expensive one that nobody agreed to. */
export function agreeToImprove(head: ImproveHead, estimate: PlannedCost, { yes, maxCost }: Agreement): void {
  for (const line of planText(improvePlan(head, estimate))) tell(`${line}\n`);
  const { money, simulated, unknown } = estimate;
  if (unknown.length > 0 && head.maxCalls === undefined)
    throw new PolypromptError(
      'invalid-arguments',
      `The price of ${unknown.join(', ')} is not known, so --max-cost cannot hold.`,
      { hint: 'Set a limit with --max-calls as well.' },
    );
  if (unknown.length > 0) {
    tell(`The price of ${unknown.join(', ')} is not known, so only calls are limited.\n`);
    return;
  }
  tell(
    `${formatMoney(money.low)} to ${formatMoney(money.high)}, probably about ${formatMoney(money.expected)}${simulated ? ' simulated' : ''}.\n`,
  );
  if (simulated || money.high <= confirmAbove || yes || maxCost !== undefined) return;
  throw new PolypromptError('invalid-arguments', `This improvement may cost up to ${formatMoney(money.high)}.`, {
    hint: 'Agree with --yes, or set a limit with --max-cost.',
  });
}
