import type { ErrorRecord } from '../errors.ts';
import type { AnswerVerdict } from '../grading/verdict.ts';
import type { JsonObject } from '../json.ts';
import type { FinishReason, Message, ModelWarning, Parameters, ToolCall, Usage } from '../messages.ts';
import type { Basis } from '../pricing/answerLength.ts';
import type { Cost } from '../pricing/cost.ts';
import type { Range } from '../pricing/range.ts';
import type { BatchCounts, BatchStatus } from '../providers/contract/batchJob.ts';
import type { Ask } from '../routing/routeCommand.ts';
import type { Judging, Timing } from './account.ts';
import type { Routed } from './routed.ts';
import type { RunProblem } from './runProblem.ts';

/** A model with settings, as one column of a run. `id` is unique in the run; `model` is `provider/model`. */
export interface Target {
  readonly id: string;
  readonly model: string;
  readonly parameters: Parameters;
  /** Of an older version of the prompt that is compared with: what that is called, `HEAD` for example. */
  readonly version?: string;
  /** What an older version's target is called in the newer one. */
  readonly newerId?: string;
}

/** One cell before it runs: which case on which target, and what exactly is sent. */
export interface PlannedCell {
  /** Hash of what makes the answer: messages, model, settings, schema version; plus the repeat index. */
  readonly id: string;
  readonly target: string;
  /** Its row: the case, and in suites with several prompts which of these, `0f3a#2`. */
  readonly caseId: string;
  /** Of the prompts of the suite, from 0; absent where it has one. */
  readonly promptIndex?: number;
  readonly repeat: number;
  /** Of the cells that ask the very same, from 2; the first has none. */
  readonly copy?: number;
  readonly inputs: JsonObject;
  readonly messages: readonly Message[];
  /** In place of its target's, where the prompt brings settings of its own. */
  readonly parameters?: Parameters;
  /**
   * Its prompt is rendered while the run goes on, once these cells have their end (it needs their answers, or a script changes its
   * variables): `messages` are a guess until then.
   */
  readonly after?: readonly string[];
  /** The answer that the suite brings itself: no model is asked. */
  readonly provided?: string;
  /** Which variant of the prompt is sent, where it is not the prompt itself. */
  readonly variant?: string;
}

/** An estimate as it was told before the run. */
export interface PlannedCost {
  /** USD; of the models whose price is known. */
  readonly money: Range;
  readonly timeMs: Range;
  /** Nobody was to be charged. */
  readonly simulated: boolean;
  /** Models without a known price. */
  readonly unknown: readonly string[];
  /** What the lengths of answers rested on; where it is `unknown`, only the upper ends were told. */
  readonly basis?: Basis;
}

/** Everything a run will do, before it does anything. */
export interface RunPlan {
  readonly runId: string;
  /** Workspace-relative path or display name of the prompt. */
  readonly prompt: string;
  /** First 8 hex digits of the SHA-1 of the prompt text that ran. */
  readonly promptVersion: string;
  /** An eval's `prompt` is its suite; without it the run compares the answers to one prompt. */
  readonly kind?: 'eval';
  /** What it was thought to take, for a look back. */
  readonly estimate?: PlannedCost;
  /** What is wrong in the files of the suite; with anything left out the run is incomplete, whatever its rows come to. */
  readonly problems?: readonly RunProblem[];
  readonly targets: readonly Target[];
  readonly cells: readonly PlannedCell[];
}

/** What a cell says that failed for good. */
export interface CellFailure {
  readonly target: string;
  readonly model: string;
  readonly error: ErrorRecord;
  /** What had been received; kept, never shown as a finished answer. */
  readonly partial: string;
  readonly usage: Usage | null;
  readonly cost: Cost | null;
  readonly timing: Timing;
  readonly attempts: number;
  /** Of a route: whom it asked, and why. */
  readonly routed?: Routed;
}

interface CellEvent {
  readonly cell: string;
  /** Wall clock, milliseconds since 1970. */
  readonly at: number;
}

/** What a finished cell says; everything a reader of one JSON line needs. */
export interface CellResult {
  readonly target: string;
  readonly model: string;
  readonly answer: string;
  readonly reasoning?: string;
  readonly toolCalls: readonly ToolCall[];
  /** Of the tokens of the answer, where a check needs them and the provider gave them. */
  readonly logProbs?: readonly number[];
  readonly usage: Usage | null;
  readonly cost: Cost | null;
  readonly servedModel: string | null;
  /** Whether a proxy gave it to another model than the one that was asked; absent where nobody says. */
  readonly isFallback?: boolean;
  readonly requestId: string | null;
  readonly finishReason: FinishReason;
  readonly rawFinishReason: string | null;
  readonly timing: Timing;
  readonly attempts: number;
  readonly warnings: readonly ModelWarning[];
  /** From a batch job, at its price; how long the model took nobody knows, so `timing` says nothing. */
  readonly batch?: true;
  /** Taken from an earlier answer to the very same cell: usage, cost and timing are that answer's, and nothing new was paid. */
  readonly cached?: true;
  /** Of a route: whom it asked, and why; `cost` is that of all attempts, `usage` that of the one that serves. */
  readonly routed?: Routed;
}

/** What happens to one cell. `cell-retrying` makes a wait visible, so that it can be stopped. */
export type CellRunEvent =
  | (CellEvent & {
      readonly type: 'cell-started';
      readonly target: string;
      readonly attempt: number;
      /** What is sent, where the plan could only guess it. */
      readonly messages?: readonly Message[];
    })
  | (CellEvent & {
      readonly type: 'cell-delta';
      readonly text?: string;
      readonly reasoning?: string;
      readonly toolCall?: ToolCall;
    })
  | (CellEvent & { readonly type: 'cell-warning'; readonly warning: ModelWarning })
  | (CellEvent & { readonly type: 'cell-usage'; readonly usage: Usage })
  | (CellEvent & {
      readonly type: 'cell-retrying';
      readonly attempt: number;
      readonly maxAttempts: number;
      readonly delayMs: number;
      readonly error: ErrorRecord;
    })
  /** A route asks another model. What was shown of an answer so far is thrown away: the new one starts from zero. */
  | (CellEvent & { readonly type: 'cell-rerouted'; readonly ask: Ask; readonly restarts: boolean })
  | (CellEvent & { readonly type: 'cell-done' } & CellResult)
  | (CellEvent & { readonly type: 'cell-failed' } & CellFailure)
  | (CellEvent & {
      readonly type: 'cell-cancelled';
      readonly target: string;
      readonly model: string;
      readonly partial: string;
    })
  | (CellEvent & {
      readonly type: 'cell-graded';
      readonly verdict: AnswerVerdict;
      readonly judging?: Judging;
      /** The case whose checks these were, where it is not the one that was planned: it has got other checks since. */
      readonly caseId?: string;
    });

export type RunStarted = { readonly type: 'run-started'; readonly at: number } & RunPlan;

/** A column was added to or taken from a run: the whole new grid. Cells that were there before keep their state. */
export interface RunChanged {
  readonly type: 'run-changed';
  readonly runId: string;
  readonly at: number;
  readonly targets: readonly Target[];
  readonly cells: readonly PlannedCell[];
}

/**
 * `budget` and `stopped` leave cells queued that a resume runs: the cap was reached, or a lane cannot go on (key, credit, no such model).
 * `submitted` leaves them to batch jobs, whose results are still to be collected.
 */
export type RunOutcome = 'done' | 'submitted' | 'cancelled' | 'budget' | 'stopped';

export interface RunEnded {
  readonly type: 'run-ended';
  readonly runId: string;
  readonly at: number;
  readonly outcome: RunOutcome;
}

/** How requests to one model (at one origin, with one key) are let through just now. */
export interface LaneStatus {
  readonly id: string;
  readonly model: string;
  readonly state: 'open' | 'paused' | 'stopped';
  /** Requests at once. */
  readonly concurrency: number;
  /** Wall clock of the end of a pause. */
  readonly until?: number;
  /** Why it is paused or stopped. */
  readonly error?: ErrorRecord;
  readonly requestsPerMinute?: number;
  readonly tokensPerMinute?: number;
}

/** A lane was paused, stopped, or opened again. Not recorded: it says nothing about an answer. */
export interface LaneChanged {
  readonly type: 'lane-changed';
  readonly at: number;
  readonly lane: LaneStatus;
}

interface BatchMark {
  /** Our name of the job: unique, and the vendor's where it takes one. */
  readonly batch: string;
  /** Wall clock, milliseconds since 1970. */
  readonly at: number;
}

/** A job is about to be sent: recorded before, so that one whose creation nobody saw the end of is looked for. */
export interface BatchPrepared extends BatchMark {
  readonly type: 'batch-prepared';
  /** `provider/model`; a job asks one. */
  readonly model: string;
  readonly purpose: 'answers' | 'judgements';
  /** Ids of cells, or of questions to a judge. */
  readonly requests: readonly string[];
}

/** What becomes of a batch job. `batch-collected` ends it for us: all its results are recorded, or it is `lost` and has none. */
export type BatchProgress =
  | (BatchMark & { readonly type: 'batch-uploaded'; readonly file: string })
  | (BatchMark & {
      readonly type: 'batch-submitted';
      /** The vendor's id. */
      readonly job: string;
      readonly status: BatchStatus;
    })
  | (BatchMark & {
      readonly type: 'batch-changed';
      readonly status: BatchStatus;
      readonly counts?: BatchCounts;
      readonly message?: string;
    })
  | (BatchMark & {
      readonly type: 'batch-collected';
      readonly status: BatchStatus | 'lost';
      readonly message?: string;
    });

/** What happens to a batch job. */
export type BatchEvent = BatchPrepared | BatchProgress;

/** What happens in a run, in order. JSON only: the same lines go to the journal, over `postMessage` and to `--jsonl`. */
export type RunEvent = RunStarted | RunChanged | CellRunEvent | LaneChanged | BatchEvent | RunEnded;
