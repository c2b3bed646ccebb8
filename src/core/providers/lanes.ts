import type { ErrorCode, PolypromptError } from '../errors.ts';
import type { RateLimits } from './rateHeaders.ts';
import { TokenBucket } from './tokenBucket.ts';

export interface LaneLimits {
  /** Requests at once in the beginning. */
  readonly start: number;
  /** Requests at once at most. */
  readonly max: number;
}

export const defaultLaneLimits: LaneLimits = { start: 4, max: 200 };

/** What was let through; given back when it has ended. */
export interface Pass {
  readonly number: number;
  /** As estimated. */
  readonly tokens: number;
}

const firstCooldown = 1000;
const longestCooldown = 60_000;
/** Answers in a row without a complaint before more go at once. */
const cleanRound = 5;
const newcomerShare = 0.2;
/** After trouble on the server's side. */
const growthPause = 15_000;
/** A lane that has given no answer for so long, and so often, is not waited for any more. */
const longestTrouble = 10 * 60_000;
const mostPauses = 8;

/** Faults that every further request of the lane would meet as well. */
const laneFaults: ReadonlySet<ErrorCode> = new Set([
  'missing-key',
  'invalid-key',
  'billing',
  'model-not-found',
  'unknown-provider',
  'key-origin-mismatch',
  'certificate',
  'proxy',
  'redirect-refused',
]);

/** True for what no other cell of the same lane could escape: such cells are asked again when the run is resumed. */
export function isLaneFault(code: ErrorCode): boolean {
  return laneFaults.has(code);
}

/**
 * How fast one model at one origin may be asked with one key. It counts requests and tokens against the limits that the vendor's
 * headers tell, halves the number at once after a 429, and lets it grow again while all goes well. Holds no timer: whoever schedules
 * asks `waitMs` and comes back.
 */
export class Lane {
  readonly id: string;
  readonly model: string;
  readonly #requests = new TokenBucket();
  readonly #tokens = new TokenBucket();
  readonly #random: () => number;
  readonly #max: number;
  #concurrency: number;
  #inFlight = 0;
  /** Tokens that requests really took over those estimated, lately. */
  #tokenRatio = 1;
  #passes = 0;
  #clean = 0;
  #growsAfter = 0;
  #pausedUntil = 0;
  #pausedBy: PolypromptError | undefined;
  /** In a row, without an answer between them. */
  #pauses = 0;
  #troubleSince = 0;
  /** Passes up to this one belong to a trouble that was answered already. */
  #troubleUpTo = 0;
  #wasLimited = false;
  #hasAnswered = false;
  #stoppedBy: PolypromptError | undefined;

  constructor(lane: { readonly id: string; readonly model: string }, limits: LaneLimits, random: () => number) {
    this.id = lane.id;
    this.model = lane.model;
    this.#concurrency = limits.start;
    this.#max = Math.max(limits.start, limits.max);
    this.#random = random;
  }

  get concurrency(): number {
    return this.#concurrency;
  }

  get stoppedBy(): PolypromptError | undefined {
    return this.#stoppedBy;
  }

  /** Until when nothing goes out, on the monotonic clock, and why. */
  pauseAt(now: number): { readonly until: number; readonly error: PolypromptError } | undefined {
    return this.#pausedBy && this.#pausedUntil > now ? { until: this.#pausedUntil, error: this.#pausedBy } : undefined;
  }

  /** Per minute, as far as the vendor told. */
  get limits(): { readonly requests: number | undefined; readonly tokens: number | undefined } {
    return { requests: this.#requests.perMinute, tokens: this.#tokens.perMinute };
  }

  /** A person's wish, while it runs. */
  setConcurrency(concurrency: number): void {
    this.#concurrency = Math.max(1, Math.round(concurrency));
  }

  /** Milliseconds until a request of so many tokens may go; infinite when only the end of another one can change that. */
  waitMs(tokens: number, now: number): number {
    if (this.#stoppedBy || this.#inFlight >= this.#concurrency) return Number.POSITIVE_INFINITY;
    const pause = Math.max(0, this.#pausedUntil - now);
    // After a pause one request finds out whether the trouble is over.
    if (this.#pauses > 1 && this.#inFlight > 0) return Number.POSITIVE_INFINITY;
    return Math.max(pause, this.#requests.waitMs(1, now), this.#tokens.waitMs(this.#likely(tokens), now));
  }

  begin(tokens: number, now: number): Pass {
    this.#inFlight++;
    this.#requests.take(1, now);
    this.#tokens.take(this.#likely(tokens), now);
    return { number: ++this.#passes, tokens };
  }

  learn(limits: RateLimits, pass: Pass, now: number): void {
    const later = this.#passes - pass.number;
    if (limits.requests) this.#requests.learn(limits.requests, later, now);
    if (limits.tokens) this.#tokens.learn(limits.tokens, later * this.#likely(pass.tokens), now);
  }

  answered(pass: Pass, usedTokens: number | undefined, now: number): void {
    this.#inFlight--;
    this.#hasAnswered = true;
    if (usedTokens !== undefined && pass.tokens > 0)
      this.#tokenRatio += (usedTokens / pass.tokens - this.#tokenRatio) * newcomerShare;
    if (pass.number <= this.#troubleUpTo) return;
    this.#pauses = 0;
    this.#clean++;
    if (now >= this.#growsAfter && this.#clean >= Math.max(cleanRound, this.#concurrency)) this.#grow();
  }

  /** A cell that was stopped says nothing about the lane. */
  stopped(): void {
    this.#inFlight--;
  }

  /** What a failure means for the lane: `pause` when the request may go again after it, `stop` when no other could succeed. */
  failed(pass: Pass, error: PolypromptError, now: number): 'pause' | 'stop' | 'none' {
    this.#inFlight--;
    this.#clean = 0;
    if (isLaneFault(error.code) && !(error.code === 'model-not-found' && this.#hasAnswered)) return this.stop(error);
    if (error.code === 'rate-limited') return this.#limited(pass, error, now);
    if (isOutage(error) && this.#hasAnswered) return this.#pause(pass, error, now);
    this.#growsAfter = now + growthPause;
    return 'none';
  }

  stop(error: PolypromptError): 'stop' {
    this.#stoppedBy ??= error;
    return 'stop';
  }

  #limited(pass: Pass, error: PolypromptError, now: number): 'pause' | 'stop' {
    const isNews = pass.number > this.#troubleUpTo;
    const verdict = this.#pause(pass, error, now);
    if (!isNews) return verdict;
    this.#wasLimited = true;
    this.#concurrency = Math.max(1, Math.floor(this.#concurrency / 2));
    return verdict;
  }

  /** Requests that were under way when the trouble began are part of it: they lengthen the pause when told so, and count once. */
  #pause(pass: Pass, error: PolypromptError, now: number): 'pause' | 'stop' {
    if (pass.number > this.#troubleUpTo) {
      this.#troubleUpTo = this.#passes;
      if (this.#pauses++ === 0) this.#troubleSince = now;
    }
    if (this.#pauses > mostPauses && now - this.#troubleSince > longestTrouble) return this.stop(error);
    // "At once" is believed once: a server that goes on refusing is not asked in a tight loop.
    const cooldown = error.retryAfterMs === 0 && this.#pauses > 1 ? undefined : error.retryAfterMs;
    this.#pausedBy = error;
    this.#pausedUntil = Math.max(this.#pausedUntil, now + (cooldown ?? this.#cooldown()));
    return 'pause';
  }

  #cooldown(): number {
    const bound = Math.min(longestCooldown, firstCooldown * 2 ** Math.min(this.#pauses - 1, 10));
    return Math.round(bound * (0.5 + this.#random() / 2));
  }

  #grow(): void {
    this.#clean = 0;
    const wished = this.#wasLimited ? this.#concurrency + 1 : Math.ceil(this.#concurrency * 1.5);
    this.#concurrency = Math.max(this.#concurrency, Math.min(this.#max, wished));
  }

  /** Answers tell whether requests take more than was estimated; less is not counted on. */
  #likely(tokens: number): number {
    return tokens * Math.max(1, this.#tokenRatio);
  }
}

/** The network or the host is away: a time of waiting, not a fault of the request. */
function isOutage(error: PolypromptError): boolean {
  return ['connection-refused', 'connection-failed', 'host-not-found', 'timeout-connect'].includes(error.code);
}
