export interface TimedAnswer {
  readonly firstTokenMs?: number;
  readonly totalMs: number;
  readonly outputTokens?: number;
}

const newcomerShare = 0.1;
/** An answer that comes in one piece, or nearly, does not show how long its writing took. */
const leastWriting = 0.1;

/** Makes the times of long and short answers comparable: as if each had as many tokens as the answers of its model usually have. */
export class UsualLength {
  #tokens: number | undefined;

  /** Milliseconds of the answer, were it of usual length. */
  timeOf({ firstTokenMs, totalMs, outputTokens }: TimedAnswer): number {
    if (firstTokenMs === undefined || !outputTokens || totalMs - firstTokenMs < leastWriting * totalMs) return totalMs;
    this.#tokens ??= outputTokens;
    this.#tokens += (outputTokens - this.#tokens) * newcomerShare;
    return firstTokenMs + ((totalMs - firstTokenMs) / outputTokens) * this.#tokens;
  }
}
