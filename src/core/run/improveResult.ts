import type { ProposalNote, Wording } from './proposal.ts';

/** What the held-out rows say of one finalist. The unit is the row: several draws of a row are one mean. Rates and gains are shares. */
export interface RowProof {
  /** Rows with as many verdicts on both sides as draws were planned. */
  readonly rows: number;
  /** Rows left out on both sides, because a draw had no verdict on either. */
  readonly leftOut: number;
  readonly draws: number;
  /** Mean share of passes of the start, and of the finalist. */
  readonly before: number;
  readonly after: number;
  readonly gain: number;
  /** The interval of the gain at 95%, corrected for the number of finalists; it never contradicts the test. */
  readonly low: number;
  readonly high: number;
  readonly p: number;
  /** `p` by Holm for all finalists. */
  readonly adjusted: number;
  /** The number of finalists that were judged together. */
  readonly looks: number;
  /** Ids of the rows that passed more often, and less often. */
  readonly better: readonly string[];
  readonly worse: readonly string[];
}

/** The mean cost (USD) and time (ms) of one call; undefined where unknown. */
export interface CallMean {
  readonly cost?: number;
  readonly ms?: number;
}

/** A wording that was judged on the held-out rows. */
export interface Finalist {
  readonly wording: Wording;
  readonly proof: RowProof;
  readonly isProven: boolean;
  /** The causes of the edits that it is made of, in the order in which they were kept; its own comes last. */
  readonly causes: readonly string[];
  /** The words of the body. */
  readonly words: { readonly before: number; readonly after: number };
  /** Means over the held-out answers, of the start and of this wording. */
  readonly perCall: { readonly before: CallMean; readonly after: CallMean };
}

/** What was spent on one kind of call. */
export interface Spent {
  readonly calls: number;
  /** USD; undefined where the cost of any call is unknown. */
  readonly cost?: number;
}

/** Why a search ended. */
export type SearchEnding = 'nothing-fails' | 'patience' | 'budget' | 'no-answer';

/** What an improvement came to. */
export interface ImproveResult {
  readonly start: Wording;
  /** The wording that is offered; absent where nothing better was found. Without held-out rows it is offered and nothing is claimed. */
  readonly offered?: Wording;
  /** What was judged on the held-out rows, the offered one first. */
  readonly finalists: readonly Finalist[];
  readonly proposals: readonly ProposalNote[];
  readonly ended: SearchEnding;
  /** True where the claim is that fewer words do as well. */
  readonly isShorter: boolean;
  readonly task: Spent;
  readonly reflect: Spent;
}
