/** More examples than this cost more in every call than they bring. */
export const mostExamples = 4;

/** What an improvement is to do, fixed when it begins, so that a resumed one does the same. */
export interface ImproveHead {
  /** 128 random bits in hex, of which the marks of its requests are made. */
  readonly seed: string;
  /** The path of the prompt file, relative to the workspace folder. */
  readonly file: string;
  /** The text of the prompt file, whole. */
  readonly text: string;
  /** The id of the suite's target that is asked. */
  readonly target: string;
  /** `provider/model` of the reflecting model. */
  readonly reflect: string;
  /** Ids of cases. */
  readonly split: {
    readonly working: readonly string[];
    readonly choosing: readonly string[];
    readonly heldOut: readonly string[];
  };
  /** Rows that take no part, because the calls do not reach them; absent for none. */
  readonly unused?: number;
  /** Times that each held-out row is asked on each side at most. */
  readonly draws: number;
  /** Set where a figure is to be raised in place of the pass rate. */
  readonly aim?: {
    /** As it is written: `recall(refund)`. */
    readonly figure: string;
    /** The number of held-out rows that it is of. */
    readonly heldOut: number;
  };
  /** Set where the prompt is the rubric of a judge, and a row passes where the judge says what people say. */
  readonly judge?: {
    /** The name of its check. */
    readonly check: string;
  };
  /** Set where the prompt goes to another model; `target` is then the new one, and `text` may be mended for it. */
  readonly port?: {
    /** The id of the old target. */
    readonly from: string;
    /** How much worse it may be than on the old model, as a share of the rows. */
    readonly margin: number;
    /** The name of the variant that it becomes. */
    readonly variant: string;
    /** The text of the file as it is on disk. */
    readonly original: string;
    /** What was mended without a call, in words. */
    readonly mended: readonly string[];
  };
  readonly maxCalls?: number;
  /** USD. */
  readonly maxCost?: number;
  readonly shorter?: true;
  /** How many rows to work on may become examples in the prompt. */
  readonly examples?: number;
  /** How many improvements had looked at these held-out rows before; absent for none. */
  readonly earlierLooks?: number;
  /** A hash of the cases, by which a changed suite is noticed. */
  readonly suite: string;
}
