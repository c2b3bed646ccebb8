export interface TimedAnswer {
  readonly firstTokenMs?: number;
  readonly totalMs: number;
  readonly outputTokens?: number;
}

const newcomerShare = 0.1;
/**
 * The least share of an answer's time that must be writing: an answer that comes nearly in one piece does not show how long its writing
 * took.
 */
const leastWriting = 0.1;

/** Makes the times of long and short answers comparable: as if each had as many tokens as its model's answers usually have. */
export class UsualLength {
  #tokens: number | undefined;

  /** Milliseconds that the answer would have taken with the usual length. */
  timeOf({ firstTokenMs, totalMs, outputTokens }: TimedAnswer): number {
    if (firstTokenMs === undefined || !outputTokens || totalMs - firstTokenMs < leastWriting * totalMs) return totalMs;
    this.#tokens ??= outputTokens;
    this.#tokens += (outputTokens - this.#tokens) * newcomerShare;
    return firstTokenMs + ((totalMs - firstTokenMs) / outputTokens) * this.#tokens;
  }
}
