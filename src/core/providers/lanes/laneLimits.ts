export interface LaneLimits {
  /** The number of requests at once in the beginning. */
  readonly start: number;
  /** The same for a local server, which may answer one request at a time; 2 at most unless given. */
  readonly nearStart?: number;
  /** The most requests at once. */
  readonly max: number;
}

/** The numbers of requests at once that somebody asked for. */
export interface LaneWish {
  /** The number in the beginning; also the most, where `max` is not given. */
  readonly concurrency?: number;
  readonly maxConcurrency?: number;
  /** The number that the suite gives, where the person gives none. */
  readonly ofSuite?: number;
}

export const defaultLaneLimits: LaneLimits = { start: 4, nearStart: 2, max: 200 };

/**
 * The limits that follow from a wish. A number alone is the most that may go at once, and a local server is still asked carefully; with a
 * ceiling, the number is the one to begin with.
 */
export function laneLimits({ concurrency, maxConcurrency, ofSuite }: LaneWish): LaneLimits {
  const { start, nearStart = start, max } = defaultLaneLimits;
  const most = maxConcurrency ?? concurrency ?? ofSuite ?? max;
  const first = Math.min(most, concurrency ?? start);
  const isBeginning = concurrency !== undefined && maxConcurrency !== undefined;
  return { start: first, nearStart: isBeginning ? first : Math.min(first, nearStart), max: most };
}
