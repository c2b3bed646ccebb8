import { formatCount } from '../text/formatCount.ts';
import { formatRoughTime } from '../text/roughTime.ts';
import type { Basis } from './answerLength.ts';
import type { SuiteEstimate } from './estimateSuite.ts';
import { formatMoney } from './format.ts';
import type { Range } from './range.ts';

/**
 * An estimate as text: `est. $0.31 (0.24-0.42) · about 1 min 40 s · 37 cached · price unknown for 1 of 3 models`; `at most $0.42 · up to
 * about 3 min` where nothing is known of the answers; `all 120 cached` when nothing is sent.
 */
export function formatSuiteEstimate(estimate: SuiteEstimate): string {
  const { cells, cached, models, unknown } = estimate;
  if (models === 0) return cells > 0 && cached === cells ? `all ${cells} cached` : 'nothing to run';
  const parts = [
    ...(unknown.length === models ? ['price unknown'] : [formatEstimatedMoney(estimate)]),
    formatEstimatedTime(estimate),
    ...(cached > 0 ? [`${cached} cached`] : []),
    ...(unknown.length > 0 && unknown.length < models
      ? [`price unknown for ${unknown.length} of ${models} models`]
      : []),
  ];
  return parts.join(' · ');
}

export type EstimatedMoney = Pick<SuiteEstimate, 'money' | 'simulated' | 'basis' | 'assumedLimit'>;

/**
 * Estimated money as text: `est. $0.31 (0.24-0.42)`, `at most $0.42`, `at most $0.42 with answers up to 1,200 tokens`, each with `
 * simulated` behind it where it is, or `free`.
 */
export function formatEstimatedMoney({ money, simulated, basis, assumedLimit }: EstimatedMoney): string {
  if (money.high === 0) return 'free';
  const label = simulated ? ' simulated' : '';
  if (basis !== 'unknown') return `est. ${formatMoney(money.expected)}${spanOf(money)}${label}`;
  const limit = assumedLimit === undefined ? '' : ` with answers up to ${formatCount(assumedLimit)} tokens`;
  return `at most ${formatMoney(money.high)}${limit}${label}`;
}

/** Planned money as text: `about $0.31`, or `at most $0.42` where nothing is known of the answers. */
export function formatPlannedMoney({ money, basis }: { readonly money: Range; readonly basis?: Basis }): string {
  return basis === 'unknown' ? `at most ${formatMoney(money.high)}` : `about ${formatMoney(money.expected)}`;
}

/** Estimated time as text: `about 1 min 40 s`, or `up to about 3 min` where nothing is known of the answers. */
export function formatEstimatedTime({ timeMs, basis }: Pick<SuiteEstimate, 'timeMs' | 'basis'>): string {
  return basis === 'unknown' ? `up to ${formatRoughTime(timeMs.high)}` : formatRoughTime(timeMs.expected);
}

/** The price of a batch as text, such as `est. $0.16 (0.12-0.21) as a batch, within a day`. */
export function formatBatchPrice(estimate: EstimatedMoney): string {
  return `${formatEstimatedMoney(estimate)} as a batch, within a day`;
}

function spanOf({ low, high }: Range): string {
  const from = formatMoney(low);
  const to = formatMoney(high);
  return from === to ? '' : ` (${from.replace('$', '')}-${to.replace('$', '')})`;
}
