import type { Clock } from '../environment.ts';
import { originOf } from '../guardedFetch.ts';
import { isNearServer } from '../providers/lanes/nearServer.ts';
import { ServerQueue, type Visit } from '../providers/lanes/serverQueue.ts';
import type { Stay } from './scheduledRequest.ts';

/** The requests of a run at all addresses that it asks. */
export class ServerQueues {
  readonly #clock: Clock;
  /** By origin. */
  readonly #queues = new Map<string, ServerQueue>();
  /** By address as it was given, since reading one takes longer than all the rest of a visit. */
  readonly #known = new Map<string, ServerQueue>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Makes the stay of one attempt; `leave` has to be called when the attempt has ended. */
  stay(): ServerStay {
    return new ServerStay(this.#clock, (address) => this.#queueAt(address));
  }

  #queueAt(address: string): ServerQueue | undefined {
    if (address === '') return undefined;
    const known = this.#known.get(address);
    if (known) return known;
    const place = originOf(address) ?? address;
    const queue = this.#queues.get(place) ?? new ServerQueue(isNearServer(place));
    this.#queues.set(place, queue);
    this.#known.set(address, queue);
    return queue;
  }
}

class ServerStay implements Stay {
  readonly #clock: Clock;
  readonly #queueAt: (address: string) => ServerQueue | undefined;
  #queue: ServerQueue | undefined;
  #visit: Visit | undefined;

  constructor(clock: Clock, queueAt: (address: string) => ServerQueue | undefined) {
    this.#clock = clock;
    this.#queueAt = queueAt;
  }

  get atOnce(): number | undefined {
    return this.#visit?.atOnce;
  }

  enter(address: string): void {
    if (this.#visit) return;
    this.#queue = this.#queueAt(address);
    this.#visit = this.#queue?.enter(this.#clock.now());
  }

  heard(): void {
    if (this.#visit) this.#visit.heardAt = this.#clock.now();
  }

  silentSince(): number {
    return this.#visit && this.#queue ? this.#queue.silentSince(this.#visit, this.#clock.now()) : 0;
  }

  leave(isAlive: boolean): void {
    if (this.#visit) this.#queue?.leave(this.#visit, isAlive, this.#clock.now());
  }
}
