/** A time, with the number of requests that were under way at the same server meanwhile; undefined where nobody counted them. */
export interface TimeAtOnce {
  readonly milliseconds: number;
  readonly atOnce?: number;
}

/** The times that are the server's own, apart from those of requests that waited behind others of ours. */
export interface Unslowed {
  /** The most requests under way with which a time counts; infinite where nothing was slowed. */
  readonly limit: number;
  /**
   * The number of requests under way at which the times were measured, where it is not known whether that slowed them, since nothing was
   * measured with fewer or more.
   */
  readonly measuredUnder?: number;
}

interface Group {
  /** The most requests at once of any of its times. */
  readonly atOnce: number;
  readonly times: readonly number[];
}

/** The number of times below which a group is not compared. */
const fewest = 5;
/** The number of times after which the group that others are compared with stays the same, so that it does not creep upwards. */
const enoughToCompare = 30;
/** The difference (as a logarithm) that a person would call slower. */
const slower = Math.log(1.15);
/**
 * The ratio of requests at once from which a larger number, when it took no longer, shows that the smaller number was not slowed either.
 */
const tellingRatio = 1.5;

/** Compares times by how many requests went at once; times for which nobody counted are taken as they are. */
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
 * Gives the factor by which requests that went with so many others took longer than the server alone would have taken; 1 where nothing was
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

/** The times that are the server's own; `found` is what `unslowed` says of the same times, where that is known already. */
export function unslowedTimes(times: readonly TimeAtOnce[], found = unslowed(times)): readonly number[] {
  const { limit } = found;
  return times.flatMap(({ milliseconds, atOnce = 0 }) => (atOnce <= limit ? [milliseconds] : []));
}

/** Groups times by how many requests went at once; neighbours are joined until they are enough. */
function groupsOf(times: readonly TimeAtOnce[]): readonly Group[] {
  const known = times.filter(isCounted).sort((left, right) => left.atOnce - right.atOnce);
  const groups: { atOnce: number; times: number[] }[] = [];
  for (const { milliseconds, atOnce } of known) {
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

function isCounted(time: TimeAtOnce): time is Required<TimeAtOnce> {
  return time.atOnce !== undefined;
}

/** Compares means of logarithms, since one answer that took very long proves nothing. */
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
