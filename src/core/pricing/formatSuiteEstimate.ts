import { formatRoughTime } from '../text/roughTime.ts';
import type { SuiteEstimate } from './estimateSuite.ts';
import { formatMoney } from './format.ts';
import type { Range } from './range.ts';

/** `est. $0.31 (0.24-0.42) · about 1 min 40 s · 37 cached · price unknown for 1 of 3 models`; `all 120 cached` when nothing is sent. */
export function formatSuiteEstimate(estimate: SuiteEstimate): string {
  const { cells, cached, timeMs, models, unknown } = estimate;
  if (models === 0) return cells > 0 && cached === cells ? `all ${cells} cached` : 'nothing to run';
  const parts = [
    ...(unknown.length === models ? ['price unknown'] : [formatEstimatedMoney(estimate)]),
    formatRoughTime(timeMs.expected),
    ...(cached > 0 ? [`${cached} cached`] : []),
    ...(unknown.length > 0 && unknown.length < models
      ? [`price unknown for ${unknown.length} of ${models} models`]
      : []),
  ];
  return parts.join(' · ');
}

/** `est. $0.31 (0.24-0.42)`, `est. $0.31 (0.24-0.42) simulated`, or `free`. */
export function formatEstimatedMoney({ money, simulated }: Pick<SuiteEstimate, 'money' | 'simulated'>): string {
  if (money.high === 0) return 'free';
  return `est. ${formatMoney(money.expected)}${spanOf(money)}${simulated ? ' simulated' : ''}`;
}

/** `est. $0.16 (0.12-0.21) as a batch, within a day`. */
export function formatBatchPrice(estimate: Pick<SuiteEstimate, 'money' | 'simulated'>): string {
  return `${formatEstimatedMoney(estimate)} as a batch, within a day`;
}

function spanOf({ low, high }: Range): string {
  const from = formatMoney(low);
  const to = formatMoney(high);
  return from === to ? '' : ` (${from.replace('$', '')}-${to.replace('$', '')})`;
}
