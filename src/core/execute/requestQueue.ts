import type { Lane } from '../providers/lanes/lanes.ts';
import type { ScheduledRequest } from './scheduledRequest.ts';

/** A request on its way, with the number of its earlier tries. */
export interface QueuedRequest {
  readonly request: ScheduledRequest;
  attempts: number;
  /** Failed tries that count towards giving up; a wait for a rate limit does not count. */
  failures: number;
}

/** The requests of one lane in order. Those that were sent back, or that something waits for, go first. */
export class RequestQueue {
  readonly lane: Lane | undefined;
  /**
   * Requests that were not tried yet. The next one is at `#next`; the places before it are empty, so that a request which has ended can be
   * forgotten.
   */
  #fresh: (QueuedRequest | undefined)[] = [];
  #next = 0;
  readonly #again: QueuedRequest[] = [];
  /** Ends the wait for the time at which the lane opens again. */
  cancelTimer: (() => void) | undefined;
  /** True when there was no money left for its first request. */
  isOverBudget = false;

  constructor(lane: Lane | undefined) {
    this.lane = lane;
  }

  get first(): QueuedRequest | undefined {
    return this.#again[0] ?? this.#fresh[this.#next];
  }

  /** True when it holds an impatient request. Such a request is awaited, too, and so is among those in front. */
  get hasImpatient(): boolean {
    return this.#again.some(({ request }) => request.isImpatient);
  }

  add(request: ScheduledRequest): void {
    const queue = request.isAwaited ? this.#again : this.#fresh;
    queue.push({ request, attempts: 0, failures: 0 });
  }

  addAgain(queued: QueuedRequest): void {
    this.#again.push(queued);
  }

  takeFirst(): void {
    if (this.#again.length > 0) this.#again.shift();
    else this.#fresh[this.#next++] = undefined;
    if (this.#next < 1000 || this.#next * 2 < this.#fresh.length) return;
    this.#fresh = this.#fresh.slice(this.#next);
    this.#next = 0;
  }

  /** Takes out all requests, or those for which `isTaken` is true. */
  remove(isTaken: (request: ScheduledRequest) => boolean = () => true): ScheduledRequest[] {
    const waiting = [...this.#again, ...this.#fresh].filter((queued) => queued !== undefined);
    this.#again.length = 0;
    this.#fresh = waiting.filter(({ request }) => !isTaken(request));
    this.#next = 0;
    return waiting.flatMap(({ request }) => (isTaken(request) ? [request] : []));
  }
}
