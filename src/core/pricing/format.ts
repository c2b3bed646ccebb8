import { formatCount } from '../text/formatCount.ts';
import type { CatalogEntry } from './catalog.ts';
import { type Cost, isSimulated } from './cost.ts';

/** The smallest amount in USD that is written out. */
export const leastMoney = 0.000_001;
/** The smallest estimate in USD that is written out. */
const leastEstimate = 0.000_01;

/** The price of an answer that was paid for before. */
export const cachedMoney = '$0 (cached)';

/** An amount in USD with at most three significant digits and at least cents: `$0.0011`, `$0.02`, `$12.30`; `<$0.000001` below that. */
export function formatMoney(amount: number): string {
  if (amount === 0) return '$0';
  if (amount < leastMoney) return '<$0.000001';
  if (amount >= 100) return `$${formatCount(amount)}`;
  if (amount >= 1) return `$${amount.toFixed(2)}`;
  const decimals = Math.max(2, 2 - Math.floor(Math.log10(amount)));
  const text = Number(amount.toPrecision(amount < 0.01 ? 2 : 3)).toFixed(decimals);
  return `$${text.replace(/(\.\d{2}\d*?)0+$/, '$1')}`;
}

/** An amount in USD that nobody has billed, such as `~$0.0011` or `<$0.00001`. */
export function formatApproximate(amount: number): string {
  return amount > 0 && amount < leastEstimate ? '<$0.00001' : `~${formatMoney(amount)}`;
}

/** A cost as text: `$0.0011`, `~$0.0011` when estimated, `at least ~$0.0011` when a part is unknown, `price unknown` when all of it is. */
export function formatCost(cost: Cost | undefined): string {
  if (!cost) return 'price unknown';
  const money = cost.basis === 'reported' ? formatMoney(cost.amount) : formatApproximate(cost.amount);
  if (cost.basis === 'simulated') return `${money} simulated`;
  return cost.atLeast ? `at least ${money}` : money;
}

/** A price such as `$0.20 in · $1.25 out per 1M`, or `price unknown`: a missing price never looks like nothing to pay. */
export function formatPrice(entry: CatalogEntry | undefined): string {
  const { input, output } = entry?.price ?? {};
  if (input === undefined && output === undefined) return 'price unknown';
  if (input === 0 && output === 0) return 'free';
  const figures = [`${perMillion(input)} in`, `${perMillion(output)} out`].join(' · ');
  return `${figures} per 1M${isSimulated(entry) ? ' (simulated)' : ''}`;
}

function perMillion(price: number | undefined): string {
  if (price === undefined) return '?';
  return price === 0 ? '$0' : `$${price >= 0.001 ? price.toFixed(3).replace(/0$/, '') : String(price)}`;
}
