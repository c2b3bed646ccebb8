export interface LaneLimits {
  /** Requests at once in the beginning. */
  readonly start: number;
  /** The same for a server of one's own, which may answer one request at a time; 2 at most unless given. */
  readonly nearStart?: number;
  /** Requests at once at most. */
  readonly max: number;
}

/** How many requests at once somebody wants. */
export interface LaneWish {
  /** In the beginning; at most as well, where `max` is not given. */
  readonly concurrency?: number;
  readonly maxConcurrency?: number;
  /** What the suite says, for what the person does not say. */
  readonly ofSuite?: number;
}

export const defaultLaneLimits: LaneLimits = { start: 4, nearStart: 2, max: 200 };

/** A number alone is the most that may go at once, and a server of one's own is asked carefully all the same; with a ceiling it is where to begin. */
export function laneLimits({ concurrency, maxConcurrency, ofSuite }: LaneWish): LaneLimits {
  const { start, nearStart = start, max } = defaultLaneLimits;
  const most = maxConcurrency ?? concurrency ?? ofSuite ?? max;
  const first = Math.min(most, concurrency ?? start);
  const isBeginning = concurrency !== undefined && maxConcurrency !== undefined;
  return { start: first, nearStart: isBeginning ? first : Math.min(first, nearStart), max: most };
}
