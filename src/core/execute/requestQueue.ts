import type { Lane } from '../providers/lanes/lanes.ts';
import type { ScheduledRequest } from './scheduledRequest.ts';

/** A job on its way, with what its earlier tries came to. */
export interface QueuedRequest {
  readonly request: ScheduledRequest;
  attempts: number;
  /** Failed tries that count towards giving up; a wait for a rate limit does not. */
  failures: number;
}

/** The jobs of one lane in order; those that were sent back, or that others wait for, go first. */
export class RequestQueue {
  readonly lane: Lane | undefined;
  /** Behind `#next`; a place before it holds nothing, so that a job which has ended can be forgotten. */
  #fresh: (QueuedRequest | undefined)[] = [];
  #next = 0;
  readonly #again: QueuedRequest[] = [];
  /** Ends the wait for the lane's next opening. */
  cancelTimer: (() => void) | undefined;
  /** True when its first job found no money left. */
  isOverBudget = false;

  constructor(lane: Lane | undefined) {
    this.lane = lane;
  }

  get first(): QueuedRequest | undefined {
    return this.#again[0] ?? this.#fresh[this.#next];
  }

  /** Whoever is impatient is awaited too, and so stands in front. */
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

  /** Takes out all jobs, or some of them. */
  remove(isTaken: (request: ScheduledRequest) => boolean = () => true): ScheduledRequest[] {
    const waiting = [...this.#again, ...this.#fresh].filter((queued) => queued !== undefined);
    this.#again.length = 0;
    this.#fresh = waiting.filter(({ request }) => !isTaken(request));
    this.#next = 0;
    return waiting.flatMap(({ request }) => (isTaken(request) ? [request] : []));
  }
}
