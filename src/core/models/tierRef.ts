import { defined } from '../jsonRead.ts';
import { closest } from '../text/closest.ts';

export const tierNames = ['frontier', 'mid', 'fast'] as const;

/** `tier:mid` taken apart, or `openai/tier:mid`, which is that tier of one provider. */
export interface TierRef {
  readonly tier: string;
  readonly provider?: string;
}

/** Undefined for what is no tier. */
export function readTierRef(id: string): TierRef | undefined {
  const [, provider, tier] = /^(?:([\w.-]+)\/)?tier:(.*)$/.exec(id.trim()) ?? [];
  if (tier === undefined) return undefined;
  return { tier, ...defined({ provider }) };
}

/** What is wrong with the name of a tier, as a sentence; undefined when there is such a tier. */
export function tierProblem({ tier }: TierRef): string | undefined {
  if (tierNames.some((name) => name === tier)) return undefined;
  const [near] = closest(tier, tierNames, 1);
  const advice = near === undefined ? `Write tier:${tierNames.join(', tier:')}.` : `Did you mean tier:${near}?`;
  return `There is no tier "${tier}". ${advice}`;
}
