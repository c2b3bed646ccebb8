import type { Range } from './range.ts';

/** What earlier runs showed of a figure. */
export interface Learnt {
  /** How many examples it was learnt from; at least 1. */
  readonly count: number;
  readonly mean: number;
  readonly p10: number;
  readonly p50: number;
  readonly p90: number;
}

/** What earlier runs of a prompt showed of one model. */
export interface ModelStatistics {
  readonly outputTokens?: Learnt;
  /** Milliseconds of whole answers that did not wait behind others of ours. */
  readonly totalMs?: Learnt;
  /** More requests at once than that slowed one another; only where that was seen. */
  readonly mostAtOnce?: number;
}

export interface RunStatistics {
  /** By `provider/model`. */
  readonly models: ReadonlyMap<string, ModelStatistics>;
  /** Tokens of answers over all models, each model's mean taken once: what a model of which nothing is known may write. */
  readonly outputTokens?: Learnt;
  /** Time of whole runs over what their answers' own times make of it: work beside the answers, and waits, are in it. */
  readonly pace?: Learnt;
  /** Prompt tokens as reported over tokens as we count them; by `provider/model` and, over all of its models, by provider. */
  readonly tokenRatios: ReadonlyMap<string, number>;
}

export const noStatistics: RunStatistics = { models: new Map(), tokenRatios: new Map() };

/** How many of a model's tokens are one of ours; undefined when no run has shown it. */
export function tokenRatio({ tokenRatios }: RunStatistics, model: string): number | undefined {
  return tokenRatios.get(model) ?? tokenRatios.get(model.slice(0, model.indexOf('/')));
}

/** One more such figure: the mean is what many of them add up to. */
export function rangeOfLearnt({ mean, p10, p90 }: Learnt): Range {
  return { low: Math.min(p10, mean), expected: mean, high: Math.max(p90, mean) };
}
