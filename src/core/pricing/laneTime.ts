import type { Range } from './range.ts';

/** The limits by which requests to one model are let through. */
export interface LaneOutlook {
  /** The number of requests at once in the beginning; `max` is the most. */
  readonly start: number;
  readonly max: number;
  /** The limits per minute of a model; undefined where they are not known. */
  readonly limitsOf?: (model: string) => RateOutlook | undefined;
}

export interface RateOutlook {
  readonly requestsPerMinute?: number;
  readonly tokensPerMinute?: number;
}

/** The whole work of one lane. */
export interface LaneWork {
  readonly calls: number;
  readonly tokens: number;
  /** The time of one call in milliseconds. */
  readonly latency: Range;
}

const minute = 60_000;
/** The factor by which a lane widens as long as that brings more answers. */
const growth = 2;

export const usualLanes: LaneOutlook = { start: 4, max: 64 };

/** Milliseconds until a lane that starts carefully and grows is done. */
export function laneTime(work: LaneWork, outlook: LaneOutlook, limits: RateOutlook = {}): Range {
  const waves = wavesOf(work.calls, outlook);
  const slowest = Math.max(waitFor(work.calls, limits.requestsPerMinute), waitFor(work.tokens, limits.tokensPerMinute));
  const time = (latency: number) => Math.max(waves * latency, slowest);
  return { low: time(work.latency.low), expected: time(work.latency.expected), high: time(work.latency.high) };
}

/** The number of calls that follow one another when the lane is as wide as it gets. */
function wavesOf(calls: number, { start, max }: LaneOutlook): number {
  if (calls === 0) return 0;
  let waves = 0;
  let width = Math.min(start, max);
  let left = calls;
  while (left > 0 && width < max) {
    const round = Math.min(left, width);
    waves += round / width;
    left -= round;
    width = Math.min(max, width * growth);
  }
  return Math.max(1, waves + left / width);
}

/** Milliseconds that a limit per minute adds; the first minute's amount may go at once. */
function waitFor(amount: number, perMinute: number | undefined): number {
  return perMinute === undefined ? 0 : (Math.max(0, amount - perMinute) / perMinute) * minute;
}
