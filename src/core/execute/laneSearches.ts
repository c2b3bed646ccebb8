import type { Clock } from '../environment.ts';
import { PolypromptError } from '../errors.ts';
import { originOf } from '../guardedFetch.ts';
import type { LaneLimits } from '../providers/lanes/laneLimits.ts';
import { isNearServer } from '../providers/lanes/nearServer.ts';
import { toldSlots } from '../providers/lanes/toldSlots.ts';
import { WidthSearch } from '../providers/lanes/widthSearch.ts';
import type { TargetAccess } from './cellRequest.ts';

interface NearServer {
  readonly search: WidthSearch;
  requests: number;
}

/** The number of requests after which a server is asked how many it answers at once; a shorter run is over before it matters. */
const requestsWorthAsking = 12;
const longestQuestion = 5000;

/**
 * The searches for the best width of a run's lanes. All models on one local server share one search; each model of a vendor has its own.
 */
export class LaneSearches {
  readonly #clock: Clock;
  /** The local servers by their origin. */
  readonly #near = new Map<string, NearServer>();
  /** The origins of addresses, which are asked for with every request. */
  readonly #origins = new Map<string, string>();
  readonly #stopped = new AbortController();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  at(address: string, limits: LaneLimits): WidthSearch {
    if (!isNearServer(address)) return new WidthSearch(limits, false);
    const origin = this.#originOf(address);
    const server = this.#near.get(origin) ?? { search: new WidthSearch(limits, true), requests: 0 };
    this.#near.set(origin, server);
    return server.search;
  }

  /** Has to be called for every request. After enough of them a local server is asked how many it answers at once. */
  submitted(access: TargetAccess | PolypromptError): void {
    if (access instanceof PolypromptError || this.#near.size === 0) return;
    const server = this.#near.get(this.#originOf(access.access.baseUrl));
    if (!server) return;
    if (++server.requests === requestsWorthAsking) void this.#askSlots(server, access);
  }

  #originOf(address: string): string {
    const origin = this.#origins.get(address) ?? originOf(address) ?? address;
    this.#origins.set(address, origin);
    return origin;
  }

  stop(): void {
    this.#stopped.abort();
  }

  async #askSlots({ search }: NearServer, { access }: TargetAccess): Promise<void> {
    const late = new AbortController();
    const cancel = this.#clock.after(longestQuestion, () => late.abort());
    const slots = await toldSlots(access, AbortSignal.any([late.signal, this.#stopped.signal]));
    cancel();
    if (slots !== undefined) search.limit(slots);
  }
}
