import type { ErrorRecord } from '../errors.ts';
import type { RunState } from '../run/state.ts';

/** A proposal in words. */
export interface ProposalView {
  readonly number: number;
  readonly state: 'kept' | 'dropped' | 'trying';
  /** The cause that the reflecting model named; empty where it named none. */
  readonly cause: string;
  /** Why it was kept or dropped; empty while it is tried. */
  readonly reason: string;
  /** `fixed 3, broke 1`; empty where no row was asked. */
  readonly counts: string;
  /** The text of the whole file with the edit, where there is one. */
  readonly text?: string;
}

/** A wording that was judged on the held-out rows. */
export interface FinalistView {
  /** The number of its wording. */
  readonly number: number;
  readonly isOffered: boolean;
  readonly isProven: boolean;
  readonly sentences: readonly string[];
  readonly text: string;
  /** The rows that passed less often, by their cases. */
  readonly worse: readonly {
    readonly caseId: string;
    readonly name: string;
    /** True where it is a case of the suite, which can be shown there. */
    readonly isInSuite: boolean;
  }[];
}

/** An improvement as its page draws it: sentences, and the texts that are compared. */
export interface ImproveView {
  readonly runId: string;
  readonly status: RunState['status'];
  /** True where an end before a result can be gone on from. */
  readonly canResume: boolean;
  /** `openai/gpt-5.6-luna, reflecting openai/gpt-5.6-sol`, or what is ported where. */
  readonly models: string;
  readonly plan: readonly string[];
  /** What goes on just now. */
  readonly activity: string;
  /** The calls and the money so far. */
  readonly spent: string;
  /** The text of the prompt file that it starts from. */
  readonly start: string;
  readonly proposals: readonly ProposalView[];
  readonly result?: {
    readonly sentences: readonly string[];
    /** Without a proof: the wording that is offered and of which nothing is claimed. */
    readonly unproven?: { readonly number: number; readonly text: string };
    readonly finalists: readonly FinalistView[];
  };
}

/** What a person chooses before an improvement begins. */
export interface ImproveOptions {
  /** `provider/model` of the reflecting model. */
  readonly reflect: string;
  /** The id of the suite's target whose prompt it is; of a port, the old one. */
  readonly target: string;
  readonly maxCalls: number;
  /** USD. */
  readonly maxCost?: number;
  /** True to look for fewer words at equal quality in place of a better prompt. */
  readonly shorter: boolean;
  /** The figure to raise in place of the pass rate: `recall(refund)`. */
  readonly aim?: string;
  /** How many rows to work on may become examples in the prompt; 0 for none. */
  readonly examples: number;
  /** True to leave the held-out rows to batch jobs. */
  readonly batch: boolean;
}

/** Everything that the page of an improvement shows besides its run. */
export interface ImproveSetup {
  /** The address of the suite, which is kept in the page's saved state. */
  readonly suite: string;
  /** `Improve triage.prompt`, or what is ported where. */
  readonly title: string;
  /** The prompt file by its name. */
  readonly file: string;
  readonly trusted: boolean;
  readonly isPort: boolean;
  readonly options: ImproveOptions;
  /** The ids of the suite's targets. */
  readonly targets: readonly string[];
  /** True where a batch engine takes the rows of the model that is asked. */
  readonly canBatch: boolean;
  /** What would be done, in sentences; empty where it cannot begin. */
  readonly plan: readonly string[];
  /** `$0.02 to $0.31, probably about $0.12`; empty where it is not known. */
  readonly estimate: string;
  /** Why it cannot begin. */
  readonly problem?: ErrorRecord;
}
