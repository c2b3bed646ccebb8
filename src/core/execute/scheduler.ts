import type { Clock } from '../environment.ts';
import type { PolypromptError } from '../errors.ts';
import type { Budget } from '../pricing/budget.ts';
import type { Lane, Pass } from '../providers/lanes/lanes.ts';
import { readRateLimits } from '../providers/wire/rateHeaders.ts';
import { mayRetry, retryDelay } from '../providers/wire/retry.ts';
import type { RunOutcome } from '../run/events.ts';
import { type QueuedRequest, RequestQueue } from './requestQueue.ts';
import type { AttemptEnd, ScheduledRequest } from './scheduledRequest.ts';
import { ServerQueues } from './serverQueues.ts';

interface SchedulerContext {
  readonly clock: Clock;
  random(): number;
  readonly budget?: Budget;
  /** Called when a lane was paused, stopped or opened. */
  onLane(lane: Lane): void;
}

interface WaitingRequest {
  readonly queue: RequestQueue;
  readonly queued: QueuedRequest;
  cancel(): void;
}

/**
 * Lets requests out as their lanes and the budget allow, retries those whose failure may pass, and notices when nothing can go on. Requests
 * without a lane go at once. The scheduler ends by itself when the last request has ended, or when none of the rest can ever start.
 */
export class Scheduler {
  readonly #context: SchedulerContext;
  readonly #servers: ServerQueues;
  readonly #queues = new Map<Lane | undefined, RequestQueue>();
  readonly #underWay = new Map<string, AbortController>();
  /** The number of requests under way that only wait for others. */
  #composites = 0;
  readonly #waiting = new Map<string, WaitingRequest>();
  readonly #ended = Promise.withResolvers<RunOutcome>();
  /** The reasons why requests were left without their turn. */
  readonly #leftFor = new Set<'stopped' | 'budget'>();
  readonly #isPausedLane = new Map<Lane, boolean>();
  #held = 0;
  #isPaused = false;
  #isStopping = false;
  #wasAnyStopped = false;
  #isOver = false;

  constructor(context: SchedulerContext) {
    this.#context = context;
    this.#servers = new ServerQueues(context.clock);
  }

  /** The outcome of the run, once it is over; never rejects. */
  get ended(): Promise<RunOutcome> {
    return this.#ended.promise;
  }

  get lanes(): Lane[] {
    return [...this.#queues.keys()].filter((lane) => lane !== undefined);
  }

  submit(request: ScheduledRequest, lane: Lane | undefined): void {
    if (this.#isStopping) {
      request.cancelled();
      return;
    }
    const queue = this.#queues.get(lane) ?? new RequestQueue(lane);
    this.#queues.set(lane, queue);
    queue.add(request);
    this.#pump(queue);
    this.#leaveAwaited();
  }

  /** Keeps the scheduler from ending while work is under way that may still submit requests. */
  during(work: Promise<unknown>): void {
    this.#held++;
    const release = () => {
      this.#held--;
      this.#endIfOver();
    };
    work.then(release, release);
  }

  stop(): void {
    this.finishUp();
    for (const controller of this.#underWay.values()) controller.abort();
    this.#endIfOver();
  }

  /** Lets the requests under way end; asks nothing else, and retries nothing. */
  finishUp(): void {
    this.#isStopping = true;
    this.#wasAnyStopped = true;
    this.#isPaused = false;
    for (const queue of this.#queues.values()) for (const request of queue.remove()) request.cancelled();
    this.#cancelTimers();
    for (const { queued, cancel } of [...this.#waiting.values()]) this.#cancelWaiting(queued, cancel);
    this.#endIfOver();
  }

  stopRequest(id: string): void {
    if (this.#drop(id)) this.#wasAnyStopped = true;
    this.#endIfOver();
  }

  /** Takes back a request for which whoever submitted it has no more use; this does not stop the run. */
  dropRequest(id: string): void {
    this.#drop(id);
    this.#endIfOver();
  }

  /** Lets the requests under way go on; nothing new starts until `resume`. */
  pause(): void {
    this.#isPaused = true;
  }

  resume(): void {
    this.#isPaused = false;
    this.pumpAll();
  }

  /** Has to be called when a lane's limits were changed from outside. */
  pumpAll(): void {
    for (const queue of this.#queues.values()) this.#pump(queue);
    this.#endIfOver();
  }

  /** Removes a request; false when there is no such request. */
  #drop(id: string): boolean {
    const waiting = this.#waiting.get(id);
    const queued = [...this.#queues.values()].flatMap((queue) => queue.remove((request) => request.id === id));
    for (const request of queued) request.cancelled();
    if (waiting) this.#cancelWaiting(waiting.queued, waiting.cancel);
    const underWay = this.#underWay.get(id);
    underWay?.abort();
    return queued.length > 0 || waiting !== undefined || underWay !== undefined;
  }

  #cancelWaiting(queued: QueuedRequest, cancel: () => void): void {
    cancel();
    this.#waiting.delete(queued.request.id);
    queued.request.cancelled();
  }

  #pump(queue: RequestQueue): void {
    queue.cancelTimer?.();
    queue.cancelTimer = undefined;
    queue.isOverBudget = false;
    for (let queued = queue.first; queued && !this.#isPaused; queued = queue.first) {
      const wait = queue.lane?.waitMs(queued.request.tokens, this.#now()) ?? 0;
      if (wait > 0) {
        this.#comeBack(queue, wait);
        return;
      }
      queue.isOverBudget = !this.#reserve(queued.request);
      if (queue.isOverBudget) return;
      queue.takeFirst();
      void this.#run(queue, queued);
    }
  }

  /** A composite asks by its own requests, which are counted themselves. */
  #reserve({ maxCost, isComposite }: ScheduledRequest): boolean {
    return this.#context.budget?.reserve(maxCost, isComposite ? 0 : 1) ?? true;
  }

  #comeBack(queue: RequestQueue, ms: number): void {
    if (Number.isFinite(ms)) queue.cancelTimer = this.#context.clock.after(ms, () => this.#pump(queue));
  }

  /** Cancels all timers: one that nobody needs would keep the process alive until a lane opens again. */
  #cancelTimers(): void {
    for (const queue of this.#queues.values()) {
      queue.cancelTimer?.();
      queue.cancelTimer = undefined;
    }
  }

  async #run(queue: RequestQueue, queued: QueuedRequest): Promise<void> {
    const { lane } = queue;
    const { request } = queued;
    const controller = new AbortController();
    const pass = lane?.begin(request.tokens, this.#now());
    if (lane) this.#tellLane(lane);
    this.#underWay.set(request.id, controller);
    if (request.isComposite) this.#composites++;
    queued.attempts++;
    const stay = this.#servers.stay();
    const beganAt = this.#now();
    const end = await request.attempt({
      number: queued.attempts,
      signal: controller.signal,
      stay,
      onHeaders: (headers) => {
        if (pass) lane?.learn(readRateLimits(headers, this.#context.clock.wallTime()), pass, this.#now());
      },
    });
    stay.leave(isServerAlive(end));
    this.#underWay.delete(request.id);
    if (request.isComposite) this.#composites--;
    this.#context.budget?.settle(request.maxCost, moneyOf(end));
    this.#conclude(queue, queued, { end, pass, totalMs: this.#now() - beganAt });
    if (lane) this.#tellLane(lane);
    if ([...this.#queues.values()].some((other) => other.isOverBudget)) this.pumpAll();
    else this.#pumpFrom(queue);
    this.#endIfOver();
  }

  /**
   * Lets requests of this queue out first, then those of the others: a local server loads another model slowly, so the same model goes on
   * where it can.
   */
  #pumpFrom(queue: RequestQueue): void {
    this.#pump(queue);
    const { lane } = queue;
    for (const other of this.#queues.values())
      if (other !== queue && other.lane && lane?.makesRoomFor(other.lane)) this.#pump(other);
  }

  #conclude(queue: RequestQueue, queued: QueuedRequest, { end, pass, totalMs }: Ended): void {
    const { lane } = queue;
    const now = this.#now();
    if (end.type === 'answered') {
      if (pass) lane?.answered(pass, { tokens: end.tokens, timed: end.timed ?? { totalMs } }, now);
    } else if (end.type === 'stopped') {
      if (pass) lane?.stopped();
    } else {
      const meaning = pass && lane ? lane.failed(pass, end.error, now) : 'none';
      const waits = meaning === 'pause' && !end.hasContent && !queued.request.isImpatient && !this.#isStopping;
      if (waits) this.#sendBack(queue, queued, end.error);
      else this.#retryOrFail(queue, queued, end);
    }
  }

  /** Puts a request back because its lane has to wait; this does not count as a failed try. */
  #sendBack(queue: RequestQueue, queued: QueuedRequest, error: PolypromptError): void {
    const now = this.#now();
    queue.addAgain(queued);
    queued.request.retrying(error, Math.max(0, (queue.lane?.pauseAt(now)?.until ?? now) - now));
  }

  #retryOrFail(queue: RequestQueue, queued: QueuedRequest, end: Extract<AttemptEnd, { type: 'failed' }>): void {
    const { request } = queued;
    queued.failures++;
    const isLast = end.hasContent || request.isImpatient || this.#isStopping || queue.lane?.stoppedBy;
    if (isLast || !mayRetry(end.error, queued.failures)) {
      request.failed(end.error);
      return;
    }
    const delayMs = retryDelay(end.error, queued.failures, this.#context.random);
    request.retrying(end.error, delayMs);
    const cancel = this.#context.clock.after(delayMs, () => {
      this.#waiting.delete(request.id);
      queue.addAgain(queued);
      this.#pump(queue);
    });
    this.#waiting.set(request.id, { queue, queued, cancel });
  }

  #tellLane(lane: Lane): void {
    const isPaused = lane.pauseAt(this.#now()) !== undefined || lane.stoppedBy !== undefined;
    if (isPaused === (this.#isPausedLane.get(lane) ?? false)) return;
    this.#isPausedLane.set(lane, isPaused);
    this.#context.onLane(lane);
  }

  /** Leaves awaited requests that can never start. The requests that wait for them would otherwise keep the run from ending. */
  #leaveAwaited(): void {
    const isIdle = this.#underWay.size === this.#composites && this.#waiting.size === 0;
    for (const queue of this.#queues.values()) {
      const reason = queue.lane?.stoppedBy;
      this.#failImpatient(queue);
      const isBroke = queue.isOverBudget && isIdle && !this.#isPaused;
      if (!queue.first || !(reason || isBroke)) continue;
      for (const request of queue.remove(({ isAwaited }) => isAwaited === true)) {
        this.#leftFor.add(reason ? 'stopped' : 'budget');
        request.left(reason);
      }
    }
  }

  #failImpatient(queue: RequestQueue): void {
    const reason = queue.hasImpatient && (queue.lane?.stoppedBy ?? queue.lane?.pauseAt(this.#now())?.error);
    if (reason) for (const request of queue.remove(({ isImpatient }) => isImpatient === true)) request.failed(reason);
  }

  #endIfOver(): void {
    this.#leaveAwaited();
    if (this.#isOver || this.#isPaused || this.#held > 0 || this.#underWay.size > 0 || this.#waiting.size > 0) return;
    const queues = [...this.#queues.values()];
    const isStuck = (queue: RequestQueue) => queue.isOverBudget || queue.lane?.stoppedBy !== undefined;
    if (queues.some((queue) => queue.first && !isStuck(queue))) return;
    this.#isOver = true;
    this.#cancelTimers();
    const stuck = queues.filter((queue) => queue.first);
    const isStopped = stuck.some((queue) => queue.lane?.stoppedBy);
    for (const queue of stuck) for (const request of queue.remove()) request.left(queue.lane?.stoppedBy);
    if (stuck.length > 0) this.#leftFor.add(isStopped ? 'stopped' : 'budget');
    const left = (['stopped', 'budget'] as const).find((reason) => this.#leftFor.has(reason));
    this.#ended.resolve(this.#wasAnyStopped ? 'cancelled' : (left ?? 'done'));
  }

  #now(): number {
    return this.#context.clock.now();
  }
}

interface Ended {
  readonly end: AttemptEnd;
  readonly pass: Pass | undefined;
  /** Milliseconds that the attempt took. */
  readonly totalMs: number;
}

/** True when the server has said something, even if it was a refusal. */
function isServerAlive(end: AttemptEnd): boolean {
  return end.type === 'answered' || (end.type === 'failed' && !end.error.code.startsWith('timeout'));
}

/**
 * The USD to charge; undefined where they are not known. An attempt that failed before its first word is not charged, unless the vendor
 * states a cost.
 */
function moneyOf(end: AttemptEnd): number | undefined {
  if (end.type === 'stopped') return undefined;
  return end.type === 'failed' && !end.hasContent ? (end.cost ?? 0) : end.cost;
}
