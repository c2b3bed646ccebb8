import type { JsonObject } from '../../core/json.ts';
import { defined } from '../../core/jsonRead.ts';
import type { RoutesMessage } from '../../protocol.ts';
import { bare, readWish, type WishReaders } from '../editor/readWish.ts';

const mostOutages = 20;
const mostRequests = 1_000_000;

const readers: WishReaders<RoutesMessage> = {
  ready: bare('ready'),
  adopt: ({ proposal }) => (isCount(proposal) ? { type: 'adopt', proposal } : undefined),
  simulate: simulateWish,
};

/** A message from the page about routes after its check; undefined for anything else. */
export function parseRoutesMessage(sent: unknown): RoutesMessage | undefined {
  return readWish(sent, { maxSize: 100_000, readers });
}

function simulateWish({ outages, requests, keep, atTodaysPrices }: JsonObject) {
  const isShare = typeof keep === 'number' && keep > 0 && keep <= 1;
  if (!isShare || !Array.isArray(outages) || outages.length > mostOutages) return undefined;
  const isKnown = requests === undefined || (isCount(requests) && requests <= mostRequests);
  if (!isKnown) return undefined;
  return {
    type: 'simulate' as const,
    keep,
    outages: outages.filter((text) => typeof text === 'string'),
    ...defined({ requests, atTodaysPrices: atTodaysPrices === true ? atTodaysPrices : undefined }),
  };
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value > 0;
}
