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
  readonly worse: readonly { readonly caseId: string; readonly name: string }[];
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
