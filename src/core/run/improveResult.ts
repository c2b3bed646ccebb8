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
  /** Of a figure that was aimed at: what became of the held-out rows that it is not of. */
  readonly others?: RowProof;
  /** The rates by what is expected, where that is one of a few values. */
  readonly byExpected?: readonly ExpectedRates[];
  /** The causes of the edits that it is made of, in the order in which they were kept; its own comes last. */
  readonly causes: readonly string[];
  /** The words of the body. */
  readonly words: { readonly before: number; readonly after: number };
  /** Means over the held-out answers, of the start and of this wording. */
  readonly perCall: { readonly before: CallMean; readonly after: CallMean };
  /** Only of a port. */
  readonly promise?: KeptPromise;
}

/** The held-out rows that expect one value. Rates are shares of passes. */
export interface ExpectedRates {
  readonly expected: string;
  readonly rows: number;
  readonly before: number;
  readonly after: number;
}

/** A wording on the new model against the old prompt on the old model. */
export interface KeptPromise {
  /** `before` is the old prompt on the old model. */
  readonly proof: RowProof;
  /** True when it is not worse by more than the margin. */
  readonly isKept: boolean;
}

/** What the held-out rows say of a port besides its finalists. */
export interface PortFinding {
  /** How much worse it may be than on the old model and still count as kept, as a share of the rows. */
  readonly margin: number;
  /** The prompt as it was, mended where a mend is known, on the new model. */
  readonly start: KeptPromise;
}

/** What was spent on one kind of call. */
export interface Spent {
  readonly calls: number;
  /** USD; undefined where the cost of any call is unknown. */
  readonly cost?: number;
}

/** Why a search ended; `no-cause`: the reflecting model saw none; `as-good`: a port needed no search. */
export type SearchEnding = 'nothing-fails' | 'as-good' | 'no-cause' | 'patience' | 'budget' | 'no-answer' | 'no-form';

/** What an improvement came to. */
export interface ImproveResult {
  readonly start: Wording;
  /** The wording that is offered; absent where nothing better was found. Without held-out rows it is offered and nothing is claimed. */
  readonly offered?: Wording;
  /** What was judged on the held-out rows, the offered one first. */
  readonly finalists: readonly Finalist[];
  /** Only of a port whose held-out rows were asked. */
  readonly port?: PortFinding;
  readonly proposals: readonly ProposalNote[];
  readonly ended: SearchEnding;
  /** True where the claim is that fewer words do as well. */
  readonly isShorter: boolean;
  /** The figure that was aimed at: what is proved is of its rows alone. */
  readonly aim?: string;
  /** True where the prompt is a judge's rubric: to pass is to agree with people. */
  readonly isRubric?: boolean;
  readonly task: Spent;
  readonly reflect: Spent;
}
