import type { RoutesMessage } from '../../protocol.ts';
import { plainMessage } from '../plainMessage.ts';

/** A message larger than this did not come from our page. Characters of JSON. */
const maxSize = 100_000;

/** What the page may wish; anything else is dropped. */
export function parseRoutesMessage(sent: unknown): RoutesMessage | undefined {
  const raw = plainMessage(sent, maxSize);
  if (!raw) return undefined;
  const { type, outages, requests, keep, proposal, atTodaysPrices } = raw;
  if (type === 'ready') return { type };
  if (type === 'adopt') return isCount(proposal) ? { type, proposal } : undefined;
  const isShare = typeof keep === 'number' && keep > 0 && keep <= 1;
  if (type !== 'simulate' || !isShare || !Array.isArray(outages) || outages.length > 20) return undefined;
  const texts = outages.filter((text) => typeof text === 'string');
  const prices = atTodaysPrices === true ? { atTodaysPrices } : {};
  const wish = { type, keep, outages: texts, ...prices } as const;
  if (requests === undefined) return wish;
  return isCount(requests) && requests <= 1_000_000 ? { ...wish, requests } : undefined;
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value > 0;
}
