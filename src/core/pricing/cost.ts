import type { Usage } from '../messages.ts';
import type { CatalogEntry, Price } from './catalog.ts';

/**
 * The money for one call in USD. `reported`: the vendor said so. `estimated`: usage times a dated price. `simulated`: no money at all, but
 * the amount that a model of that price would have cost. `atLeast`: part of the usage or of the price is unknown, so this is a lower bound.
 */
export interface Cost {
  readonly amount: number;
  readonly basis: 'reported' | 'estimated' | 'simulated';
  readonly atLeast: boolean;
}

/** The price for a prompt of `inputTokens` tokens; undefined where it is not known. */
export function priceFor(entry: CatalogEntry, inputTokens: number): Price | undefined {
  const above = entry.priceAbove?.filter((step) => inputTokens > step.above).at(-1);
  return above?.price ?? entry.price;
}

/** The cost of a call; undefined when neither the vendor nor the catalog can say. Unknown is never 0. */
export function costOf(usage: Usage, entry: CatalogEntry | undefined): Cost | undefined {
  if (usage.reportedCost !== undefined) return { amount: usage.reportedCost, basis: 'reported', atLeast: false };
  const price = entry && priceFor(entry, usage.inputTokens ?? 0);
  if (!price) return undefined;
  const lines = chargedLines(usage, price);
  const known = lines.filter((line) => line !== undefined);
  if (known.length === 0) return undefined;
  const amount = known.reduce((sum, line) => sum + line, 0);
  return { amount, basis: isSimulated(entry) ? 'simulated' : 'estimated', atLeast: known.length < lines.length };
}

/** True for a simulated model: it has a price, so that its columns show something, but nobody is charged. */
export function isSimulated(entry: CatalogEntry | undefined): boolean {
  return entry?.source === 'simulated';
}

/** The sum of two costs. A charged cost hides a simulated one, which nobody pays. */
export function addCost(left: Cost | null, right: Cost | null): Cost | null {
  if (!left || !right) return left ?? right;
  if (left.basis !== right.basis && [left.basis, right.basis].includes('simulated'))
    return left.basis === 'simulated' ? right : left;
  return {
    amount: left.amount + right.amount,
    basis: left.basis === right.basis ? left.basis : 'estimated',
    atLeast: left.atLeast || right.atLeast,
  };
}

/** One figure per charged kind of token; undefined where tokens or price are unknown. */
function chargedLines(usage: Usage, price: Price): (number | undefined)[] {
  const cached = usage.cachedInputTokens ?? 0;
  const written = usage.cacheWriteTokens ?? 0;
  const plain = usage.inputTokens === undefined ? undefined : Math.max(0, usage.inputTokens - cached - written);
  const lines = [charge(plain, price.input), charge(usage.outputTokens, price.output)];
  if (cached > 0) lines.push(charge(cached, price.cachedInput ?? price.input));
  if (written > 0) lines.push(charge(written, price.cacheWrite ?? price.input));
  return lines;
}

function charge(tokens: number | undefined, perMillion: number | undefined): number | undefined {
  return tokens === undefined || perMillion === undefined ? undefined : (tokens * perMillion) / 1_000_000;
}
