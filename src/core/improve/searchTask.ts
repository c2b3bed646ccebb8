import type { AnswerVerdict } from '../grading/verdict.ts';
import type { SearchEnding } from '../run/improveResult.ts';
import type { ProposalNote, Wording } from '../run/proposal.ts';
import type { ImproveRow } from './improveRow.ts';
import type { Ledger, Limits } from './ledger.ts';
import type { EditablePrompt } from './promptBody.ts';
import type { RowSplit } from './splitRows.ts';
import type { ImproveStep, StepResult } from './steps.ts';

/** Everything that a search starts from. */
export interface ImproveTask {
  readonly start: EditablePrompt;
  readonly rows: readonly ImproveRow[];
  readonly split: RowSplit;
  /** Random text of this run. */
  readonly seed: string;
  readonly limits: Limits;
  /** Times that each held-out row is asked on each side at most. */
  readonly draws: number;
  /** Set where the prompt is to go to another model. */
  readonly port?: PortTask;
  /** Looks for fewer words at equal quality. */
  readonly shorter?: boolean;
  /** What is to be raised in place of the pass rate; a row that it is of passes where it is right by it. */
  readonly aim?: AimedTask;
  /** True where the prompt is the rubric of a judge: a row passes where the judge says what people say. */
  readonly isRubric?: boolean;
  /** How many rows to work on may become examples in the prompt; none when absent. */
  readonly examples?: number;
}

/** A figure that is aimed at, and the rows that it is of. */
export interface AimedTask {
  /** As it is written. */
  readonly text: string;
  readonly rows: ReadonlySet<string>;
  /** Whether an answer to one of these rows is right by it; undefined where nothing says so. */
  isRight(row: string, verdict: AnswerVerdict | undefined): boolean | undefined;
}

/** What a port is held against. */
export interface PortTask {
  /** The old prompt on the old model. */
  readonly promise: Wording;
  /** How much worse it may be than that, as a share of the rows. */
  readonly margin: number;
}

/** What the search ends with. */
export interface SearchEnd {
  readonly start: Wording;
  /** The best wording; the start where nothing better was found. */
  readonly best: Wording;
  /** The wordings that were kept, one upon the other, each with the cause that it adds; the last is the best. */
  readonly chain: readonly ChainLink[];
  readonly proposals: readonly ProposalNote[];
  /** The highest number of a wording so far. */
  readonly wordings: number;
  readonly ledger: Ledger;
  /** Why it ended. */
  readonly ended: SearchEnding;
}

/** A wording that was kept, and the cause of the edit that made it of the one before. */
export interface ChainLink {
  readonly wording: Wording;
  readonly cause: string;
}

export type Steps<Result> = Generator<ImproveStep, Result, StepResult>;
