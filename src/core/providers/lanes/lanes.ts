import type { ErrorCode, PolypromptError } from '../../errors.ts';
import type { RateLimits } from '../wire/rateHeaders.ts';
import { TokenBucket } from './tokenBucket.ts';
import { type TimedAnswer, UsualLength } from './usualLength.ts';
import type { Place } from './widthRound.ts';
import type { WidthSearch } from './widthSearch.ts';

/** A request that was let through, to be given back when it has ended. */
export interface Pass {
  readonly number: number;
  /** The estimated tokens. */
  readonly tokens: number;
  readonly place: Place;
}

/** The facts about a lane that an answer gives. */
export interface LaneAnswer {
  /** The tokens of request and answer together; undefined when nobody reported them. */
  readonly tokens: number | undefined;
  readonly timed: TimedAnswer;
}

const firstCooldown = 1000;
const longestCooldown = 60_000;
const newcomerShare = 0.2;
/** The time in milliseconds without growth after trouble on the server's side. */
const growthPause = 15_000;
/** The time after which a lane without any answer is given up, together with the number of pauses. */
const longestTrouble = 10 * 60_000;
const mostPauses = 8;

/** Faults that every further request of the lane would meet as well. */
const laneFaults: ReadonlySet<ErrorCode> = new Set([
  'missing-key',
  'invalid-key',
  'billing',
  'model-not-found',
  'wrong-address',
  'unknown-provider',
  'key-origin-mismatch',
  'certificate',
  'proxy',
  'redirect-refused',
]);

/** True for a fault that no other cell of the same lane could escape: such cells are asked again when the run is resumed. */
export function isLaneFault(code: ErrorCode): boolean {
  return laneFaults.has(code);
}

/**
 * The limits of one model at one origin with one key. It counts requests and tokens against the limits in the vendor's headers, and lets as
 * many go at once as its search finds worth while, and half as many after a 429. Lanes to one local server share their search. It holds no
 * timer: whoever schedules asks `waitMs` and comes back.
 */
export class Lane {
  readonly id: string;
  readonly model: string;
  readonly #requests = new TokenBucket();
  readonly #tokens = new TokenBucket();
  readonly #random: () => number;
  readonly #search: WidthSearch;
  readonly #length = new UsualLength();
  #inFlight = 0;
  /** The true tokens of recent requests divided by the estimated ones. */
  #tokenRatio = 1;
  #passes = 0;
  #pausedUntil = 0;
  #pausedBy: PolypromptError | undefined;
  /** The number of pauses in a row, without an answer between them. */
  #pauses = 0;
  #troubleSince = 0;
  /** Passes up to this number belong to trouble that was handled already. */
  #troubleUpTo = 0;
  #hasAnswered = false;
  #stoppedBy: PolypromptError | undefined;

  constructor(lane: { readonly id: string; readonly model: string }, search: WidthSearch, random: () => number) {
    this.id = lane.id;
    this.model = lane.model;
    this.#search = search;
    this.#random = random;
  }

  /** The number of requests at once, together with the lanes that share its search. */
  get concurrency(): number {
    return this.#search.width;
  }

  /** True when the end of a request of this lane makes room in the other one. */
  makesRoomFor(other: Lane): boolean {
    return other.#search === this.#search;
  }

  get stoppedBy(): PolypromptError | undefined {
    return this.#stoppedBy;
  }

  /** The pause of the lane: its end on the monotonic clock, and its reason; undefined while requests may go. */
  pauseAt(now: number): { readonly until: number; readonly error: PolypromptError } | undefined {
    return this.#pausedBy && this.#pausedUntil > now ? { until: this.#pausedUntil, error: this.#pausedBy } : undefined;
  }

  /** The limits per minute, as far as the vendor has stated them. */
  get limits(): { readonly requests: number | undefined; readonly tokens: number | undefined } {
    return { requests: this.#requests.perMinute, tokens: this.#tokens.perMinute };
  }

  /** Sets the number of requests at once as a person wishes, while the run goes on. */
  setConcurrency(concurrency: number): void {
    this.#search.pin(concurrency);
  }

  /** Milliseconds until a request of `tokens` may go; infinite when only the end of another request can change that. */
  waitMs(tokens: number, now: number): number {
    if (this.#stoppedBy || this.#search.isFull) return Number.POSITIVE_INFINITY;
    const pause = Math.max(0, this.#pausedUntil - now);
    // After a pause, one request finds out whether the trouble is over.
    if (this.#pauses > 1 && this.#inFlight > 0) return Number.POSITIVE_INFINITY;
    return Math.max(pause, this.#requests.waitMs(1, now), this.#tokens.waitMs(this.#likely(tokens), now));
  }

  begin(tokens: number, now: number): Pass {
    this.#inFlight++;
    this.#requests.take(1, now);
    this.#tokens.take(this.#likely(tokens), now);
    return { number: ++this.#passes, tokens, place: this.#search.begin() };
  }

  learn(limits: RateLimits, pass: Pass, now: number): void {
    const later = this.#passes - pass.number;
    if (limits.requests) this.#requests.learn(limits.requests, later, now);
    if (limits.tokens) this.#tokens.learn(limits.tokens, later * this.#likely(pass.tokens), now);
  }

  answered(pass: Pass, { tokens, timed }: LaneAnswer, now: number): void {
    this.#inFlight--;
    this.#hasAnswered = true;
    if (tokens !== undefined && pass.tokens > 0)
      this.#tokenRatio += (tokens / pass.tokens - this.#tokenRatio) * newcomerShare;
    if (pass.number > this.#troubleUpTo) this.#pauses = 0;
    const milliseconds = this.#length.timeOf(timed);
    this.#search.answered({ place: pass.place, model: this.id, milliseconds }, now);
  }

  /** Gives back a pass of a stopped cell, which says nothing about the lane. */
  stopped(): void {
    this.#inFlight--;
    this.#search.end();
  }

  /** The consequence of a failure for the lane: `pause` when the request may go again after it, `stop` when no other could succeed. */
  failed(pass: Pass, error: PolypromptError, now: number): 'pause' | 'stop' | 'none' {
    this.#inFlight--;
    this.#search.end();
    const isOfOneRequest = this.#hasAnswered && /^(?:model-not-found|wrong-address)$/.test(error.code);
    if (isLaneFault(error.code) && !isOfOneRequest) return this.stop(error);
    if (error.code === 'rate-limited') return this.#limited(pass, error, now);
    if (isOutage(error) && this.#hasAnswered) return this.#pause(pass, error, now);
    if (error.code === 'timeout-first-byte') this.#overloaded(pass, now);
    else this.#search.holdUntil(now + growthPause);
    return 'none';
  }

  stop(error: PolypromptError): 'stop' {
    this.#stoppedBy ??= error;
    return 'stop';
  }

  #limited(pass: Pass, error: PolypromptError, now: number): 'pause' | 'stop' {
    const isNews = pass.number > this.#troubleUpTo;
    const verdict = this.#pause(pass, error, now);
    // Where limits per minute are stated, a refusal says nothing about how many may go at once.
    const refused = this.#requests.perMinute === undefined ? pass.place : undefined;
    if (isNews) this.#search.halve(now, refused);
    else if (refused) this.#search.refused(refused);
    return verdict;
  }

  /**
   * Handles a request that got no answer in time: too many stand before it, even if they are our own. Those under way with it are part of
   * the same trouble.
   */
  #overloaded(pass: Pass, now: number): void {
    if (pass.number <= this.#troubleUpTo) return;
    this.#troubleUpTo = this.#passes;
    this.#search.halve(now);
  }

  /** Pauses the lane. Requests that were under way when the trouble began are part of it: they can lengthen the pause, and count once. */
  #pause(pass: Pass, error: PolypromptError, now: number): 'pause' | 'stop' {
    if (pass.number > this.#troubleUpTo) {
      this.#troubleUpTo = this.#passes;
      if (this.#pauses++ === 0) this.#troubleSince = now;
    }
    if (this.#pauses > mostPauses && now - this.#troubleSince > longestTrouble) return this.stop(error);
    // A wait of 0 is believed once: a server that goes on refusing is not asked in a tight loop.
    const cooldown = error.retryAfterMs === 0 && this.#pauses > 1 ? undefined : error.retryAfterMs;
    this.#pausedBy = error;
    this.#pausedUntil = Math.max(this.#pausedUntil, now + (cooldown ?? this.#cooldown()));
    return 'pause';
  }

  #cooldown(): number {
    const bound = Math.min(longestCooldown, firstCooldown * 2 ** Math.min(this.#pauses - 1, 10));
    return Math.round(bound * (0.5 + this.#random() / 2));
  }

  /**
   * The tokens that a request will likely take. Answers show whether requests take more than was estimated; a smaller number is not relied
   * on.
   */
  #likely(tokens: number): number {
    return tokens * Math.max(1, this.#tokenRatio);
  }
}

/** True when the network or the host is away, which is a time of waiting and not a fault of the request. */
function isOutage(error: PolypromptError): boolean {
  return ['connection-refused', 'connection-failed', 'host-not-found', 'timeout-connect'].includes(error.code);
}
