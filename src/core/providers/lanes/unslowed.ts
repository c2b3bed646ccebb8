/** A time with how many requests were under way at the same server meanwhile; undefined where nobody counted. */
export interface TimeAtOnce {
  readonly milliseconds: number;
  readonly atOnce?: number;
}

/** Which times are the server's own, and not those of a line in which our own requests stood. */
export interface Unslowed {
  /** Of requests that were under way with no more than so many; infinite where nothing was slowed. */
  readonly limit: number;
  /**
   * The number under which the times were measured, where nobody can say whether that slowed them: nothing was measured with
   * fewer, or with more.
   */
  readonly measuredUnder?: number;
}

interface Group {
  /** The most at once of any of its times. */
  readonly atOnce: number;
  readonly times: readonly number[];
}

/** Fewer times are no group to compare. */
const fewest = 5;
/** What is compared with others stays the same from so many times on, so that it does not creep upwards. */
const enoughToCompare = 30;
/** So much longer is what a person would call slower. */
const slower = Math.log(1.15);
/** So many times as many at once show, where they took no longer, that the fewer were not slowed either. */
const tellingRatio = 1.5;

/** Times that are compared by how many requests went at once; those about which nobody counted are taken as they are. */
export function unslowed(times: readonly TimeAtOnce[]): Unslowed {
  const groups = groupsOf(times);
  const [first] = groups;
  if (!first) return { limit: Number.POSITIVE_INFINITY };
  let base = first.times;
  let limit = first.atOnce;
  for (const group of groups.slice(1)) {
    if (isSlower(group.times, base)) break;
    if (base.length < enoughToCompare) base = [...base, ...group.times];
    limit = group.atOnce;
  }
  const isShown = first.atOnce === 1 || limit >= tellingRatio * first.atOnce;
  return {
    limit: limit === groups.at(-1)?.atOnce ? Number.POSITIVE_INFINITY : limit,
    ...(isShown ? {} : { measuredUnder: limit }),
  };
}

/**
 * By how many times the requests that went with so many others took longer than the server alone would have; 1 where nothing was
 * slowed, or nobody counted.
 */
export function slowdowns(times: readonly TimeAtOnce[]): (atOnce: number | undefined) => number {
  const { limit } = unslowed(times);
  const own = logsOf(unslowedTimes(times)).mean;
  const slowed = groupsOf(times.filter(({ atOnce = 0 }) => atOnce > limit));
  return (atOnce = 0) => {
    const group = atOnce > limit ? slowed.find((one) => atOnce <= one.atOnce) : undefined;
    return group ? Math.max(1, Math.exp(logsOf(group.times).mean - own)) : 1;
  };
}

/** The times that are the server's own. */
export function unslowedTimes(times: readonly TimeAtOnce[]): readonly number[] {
  const { limit } = unslowed(times);
  return times.flatMap(({ milliseconds, atOnce = 0 }) => (atOnce <= limit ? [milliseconds] : []));
}

/** By how many went at once, neighbours together until they are enough. */
function groupsOf(times: readonly TimeAtOnce[]): readonly Group[] {
  const known = times.flatMap(({ milliseconds, atOnce }) => (atOnce === undefined ? [] : [{ milliseconds, atOnce }]));
  const groups: { atOnce: number; times: number[] }[] = [];
  for (const { milliseconds, atOnce } of known.sort((left, right) => left.atOnce - right.atOnce)) {
    const last = groups.at(-1);
    if (last && (last.atOnce === atOnce || last.times.length < fewest)) {
      last.atOnce = atOnce;
      last.times.push(milliseconds);
    } else groups.push({ atOnce, times: [milliseconds] });
  }
  const last = groups.at(-1);
  const before = groups.at(-2);
  if (!last || !before || last.times.length >= fewest) return groups;
  return [...groups.slice(0, -2), { atOnce: last.atOnce, times: [...before.times, ...last.times] }];
}

/** By means of logarithms: one answer that took very long proves nothing. */
function isSlower(times: readonly number[], base: readonly number[]): boolean {
  const [own, other] = [logsOf(times), logsOf(base)];
  const error = Math.sqrt(own.variance / times.length + other.variance / base.length);
  return own.mean - other.mean > Math.max(slower, 2 * error);
}

function logsOf(times: readonly number[]): { readonly mean: number; readonly variance: number } {
  const logs = times.map((time) => Math.log(Math.max(0.1, time)));
  const mean = logs.reduce((sum, log) => sum + log, 0) / logs.length;
  const squares = logs.reduce((sum, log) => sum + (log - mean) ** 2, 0);
  return { mean, variance: squares / Math.max(1, logs.length - 1) };
}
