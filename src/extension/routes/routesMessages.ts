import { isJsonObject } from '../../core/json.ts';
import type { RoutesMessage } from '../../protocol.ts';

/** What the page may wish; anything else is dropped. */
export function parseRoutesMessage(raw: unknown): RoutesMessage | undefined {
  if (!isJsonObject(raw)) return undefined;
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
