import { defined } from '../jsonRead.ts';
import { closest } from '../text/closest.ts';

export const tierNames = ['frontier', 'mid', 'fast'] as const;

/** A tier such as `tier:mid`, or that tier of one provider, as in `openai/tier:mid`. */
export interface TierRef {
  readonly tier: string;
  readonly provider?: string;
}

/** Reads a tier; undefined for a name that is none. */
export function readTierRef(id: string): TierRef | undefined {
  const [, provider, tier] = /^(?:([\w.-]+)\/)?tier:(.*)$/.exec(id.trim()) ?? [];
  if (tier === undefined) return undefined;
  return { tier, ...defined({ provider }) };
}

/** A sentence that says what is wrong with the name of a tier; undefined when there is such a tier. */
export function tierProblem({ tier }: TierRef): string | undefined {
  if (tierNames.some((name) => name === tier)) return undefined;
  const [near] = closest(tier, tierNames, 1);
  const advice = near === undefined ? `Write tier:${tierNames.join(', tier:')}.` : `Did you mean tier:${near}?`;
  return `There is no tier "${tier}". ${advice}`;
}
