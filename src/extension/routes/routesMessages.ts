import type { RoutesMessage } from '../../protocol.ts';
import { plainMessage } from '../plainMessage.ts';

/** A message larger than this did not come from our page. Characters of JSON. */
const maxSize = 100_000;

/** What the page may wish; anything else is dropped. */
export function parseRoutesMessage(sent: unknown): RoutesMessage | undefined {
  const raw = plainMessage(sent, maxSize);
  if (!raw) return undefined;
  const { type, outages, requests, keep, proposal } = raw;
  if (type === 'ready') return { type };
  if (type === 'adopt') return isCount(proposal) ? { type, proposal } : undefined;
  const isShare = typeof keep === 'number' && keep > 0 && keep <= 1;
  if (type !== 'simulate' || !isShare || !Array.isArray(outages) || outages.length > 20) return undefined;
  const texts = outages.filter((text) => typeof text === 'string');
  if (requests === undefined) return { type, keep, outages: texts };
  return isCount(requests) && requests <= 1_000_000 ? { type, keep, outages: texts, requests } : undefined;
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value > 0;
}
