import type { Range } from './range.ts';

/** A figure as earlier runs showed it. */
export interface Learnt {
  /** The number of examples that it was learnt from; at least 1. */
  readonly count: number;
  readonly mean: number;
  readonly p10: number;
  readonly p50: number;
  readonly p90: number;
}

/** The figures of one model in earlier runs of a prompt. */
export interface ModelStatistics {
  readonly outputTokens?: Learnt;
  /** Milliseconds of whole answers that did not wait behind others of ours. */
  readonly totalMs?: Learnt;
  /** The requests of a cell whose model called tools or talked on; absent where none did. */
  readonly requests?: Learnt;
  /** The tokens by which the prompt of each such request was longer than the one before. */
  readonly growth?: Learnt;
  /** The number of requests at once beyond which they slowed one another; absent where that was not seen. */
  readonly mostAtOnce?: number;
}

export interface RunStatistics {
  /** The figures by `provider/model`. */
  readonly models: ReadonlyMap<string, ModelStatistics>;
  /** Tokens of answers over all models, in which the mean of each model counts once: the length of an answer of an unknown model. */
  readonly outputTokens?: Learnt;
  /** The time of whole runs divided by the time that their answers alone would take: it includes other work, and waits. */
  readonly pace?: Learnt;
  /** Reported prompt tokens divided by our count, by `provider/model` and, over all of its models, by provider. */
  readonly tokenRatios: ReadonlyMap<string, number>;
}

export const noStatistics: RunStatistics = { models: new Map(), tokenRatios: new Map() };

/** The number of a model's tokens for one of ours; undefined when no run has shown it. */
export function tokenRatio({ tokenRatios }: RunStatistics, model: string): number | undefined {
  return tokenRatios.get(model) ?? tokenRatios.get(model.slice(0, model.indexOf('/')));
}

/** The range of one more such figure; its expected value is the mean, to which many of them add up. */
export function rangeOfLearnt({ mean, p10, p90 }: Learnt): Range {
  return { low: Math.min(p10, mean), expected: mean, high: Math.max(p90, mean) };
}
