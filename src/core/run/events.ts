import type { ErrorRecord } from '../errors.ts';
import type { AnswerVerdict } from '../grading/verdict.ts';
import type { JsonObject } from '../json.ts';
import type { FinishReason, Message, ModelWarning, Parameters, Part, ToolCall, Usage } from '../messages.ts';
import type { Basis } from '../pricing/answerLength.ts';
import type { Cost } from '../pricing/cost.ts';
import type { Range } from '../pricing/range.ts';
import type { BatchCounts, BatchStatus } from '../providers/contract/batchJob.ts';
import type { Ask } from '../routing/routeCommand.ts';
import type { ToolLoop } from '../tools/toolSettings.ts';
import type { Judging, Timing } from './account.ts';
import type { Conversation } from './conversation.ts';
import type { ImproveHead } from './improveHead.ts';
import type { ImproveEvent } from './improvement.ts';
import type { Round, ToolResult, UserTurn } from './round.ts';
import type { Routed } from './routed.ts';
import type { RunProblem } from './runProblem.ts';

/** A model with settings, as one column of a run. `id` is unique in the run; `model` is `provider/model`. */
export interface Target {
  readonly id: string;
  readonly model: string;
  readonly parameters: Parameters;
  /** The label of the older version of the prompt that the target belongs to, such as `HEAD`; absent for the newest one. */
  readonly version?: string;
  /** The id of an older version's target in the newer version. */
  readonly newerId?: string;
  /** The label of the setting by which the target differs from others of its model, such as `temperature: 0`. */
  readonly setting?: string;
}

/** One cell before it runs: the case, the target, and the exact request. */
export interface PlannedCell {
  /** A hash of everything that makes the answer: messages, model, settings, schema version; plus the repeat index. */
  readonly id: string;
  readonly target: string;
  /** The id of its row: the case, and in suites with several prompts which of these, as in `0f3a#2`. */
  readonly caseId: string;
  /** The index of its prompt in the suite, from 0; absent where the suite has one prompt. */
  readonly promptIndex?: number;
  readonly repeat: number;
  /** The number among the cells that ask exactly the same, from 2; the first of them has none. */
  readonly copy?: number;
  readonly inputs: JsonObject;
  readonly messages: readonly Message[];
  /** Settings in place of its target's, where the prompt brings settings of its own. */
  readonly parameters?: Parameters;
  /**
   * The cells that have to end before its prompt is rendered, while the run goes on (it needs their answers, or a script changes its
   * variables): `messages` are a guess until then.
   */
  readonly after?: readonly string[];
  /** The answer that the suite brings itself: no model is asked. */
  readonly provided?: string;
  /** The variant of the prompt that is sent; absent for the prompt itself. */
  readonly variant?: string;
  /** How the model's calls are answered; without it they are the answer. */
  readonly loop?: ToolLoop;
  /** What the user says after the first answer; without it there is one answer. */
  readonly conversation?: Conversation;
}

/** An estimate as it was shown before the run. */
export interface PlannedCost {
  /** USD for the models with a known price. */
  readonly money: Range;
  readonly timeMs: Range;
  /** True when nobody was to be charged. */
  readonly simulated: boolean;
  /** Models without a known price. */
  readonly unknown: readonly string[];
  /** The basis of the lengths of answers; where it is `unknown`, only the upper ends were shown. */
  readonly basis?: Basis;
}

/** Everything a run will do, before it does anything. */
export interface RunPlan {
  readonly runId: string;
  /** The path of the prompt in the workspace, or its display name. */
  readonly prompt: string;
  /** First 8 hex digits of the SHA-1 of the prompt text that ran. */
  readonly promptVersion: string;
  /**
   * The kind of run: the `prompt` of an eval and of an improvement is the suite; without a kind the run compares the answers to one prompt.
   */
  readonly kind?: 'eval' | 'improve';
  /** What an improvement starts from. */
  readonly improve?: ImproveHead;
  /** The estimate before the run, for a look back. */
  readonly estimate?: PlannedCost;
  /** The problems in the files of the suite; with anything left out the run is incomplete, whatever its rows came to. */
  readonly problems?: readonly RunProblem[];
  readonly targets: readonly Target[];
  readonly cells: readonly PlannedCell[];
}

/** The record of a cell that failed for good. */
export interface CellFailure {
  readonly target: string;
  readonly model: string;
  readonly error: ErrorRecord;
  /** The text that had been received; kept, but never shown as a finished answer. */
  readonly partial: string;
  readonly usage: Usage | null;
  readonly cost: Cost | null;
  readonly timing: Timing;
  readonly attempts: number;
  /** The attempts of a route, and the reason for each. */
  readonly routed?: Routed;
}

interface CellEvent {
  readonly cell: string;
  /** Wall clock, milliseconds since 1970. */
  readonly at: number;
}

/** The record of a finished cell: everything that a reader of one JSON line needs. */
export interface CellResult {
  readonly target: string;
  readonly model: string;
  readonly answer: string;
  readonly reasoning?: string;
  /** The calls of the last answer, which nothing has answered. */
  readonly toolCalls: readonly ToolCall[];
  /** The answer as it has to be sent back, where text and calls are not all of it. */
  readonly turn?: readonly Part[];
  /** The rounds before the last answer; `usage`, `cost` and `timing` are sums over all. */
  readonly rounds?: readonly Round[];
  /** The calls and cost of the model that played the user, which are no part of the others. */
  readonly playing?: Judging;
  /** The log probabilities of the answer's tokens, where a check needs them and the provider gave them. */
  readonly logProbs?: readonly number[];
  readonly usage: Usage | null;
  readonly cost: Cost | null;
  readonly servedModel: string | null;
  /** True when a proxy gave the request to another model than the one that was asked; absent where nobody says. */
  readonly isFallback?: boolean;
  readonly requestId: string | null;
  readonly finishReason: FinishReason;
  readonly rawFinishReason: string | null;
  readonly timing: Timing;
  readonly attempts: number;
  readonly warnings: readonly ModelWarning[];
  /** True for an answer from a batch job, at its price. The time that the model took is not known, so `timing` says nothing. */
  readonly batch?: true;
  /** True for an earlier answer to exactly the same cell: usage, cost and timing are that answer's, and nothing new was paid. */
  readonly cached?: true;
  /** The attempts of a route, and the reason for each; `cost` is that of all attempts, and `usage` that of the one that serves. */
  readonly routed?: Routed;
}

/** The events of one cell. `cell-retrying` makes a wait visible, so that it can be stopped. */
export type CellRunEvent =
  | (CellEvent & {
      readonly type: 'cell-started';
      readonly target: string;
      readonly attempt: number;
      /** The messages that are sent, where the plan could only guess them. */
      readonly messages?: readonly Message[];
      /** The number of the round that is asked, from 2; absent in the first, which starts the cell from nothing. */
      readonly round?: number;
    })
  /** The model has called tools, and is asked again when all their results are there. */
  | (CellEvent & { readonly type: 'cell-round'; readonly round: Omit<Round, 'results'> })
  /** What the user says after the last round. */
  | (CellEvent & { readonly type: 'user-turn'; readonly user: UserTurn; readonly playing?: Judging })
  /** A person wants to give results to the calls of the last answer, which goes on with them as one more round. */
  | (CellEvent & { readonly type: 'calls-taken-up' })
  /** A call of the last round waits for a person. */
  | (CellEvent & { readonly type: 'tool-awaited'; readonly call: ToolCall })
  /** The answer to the next call of the last round. */
  | (CellEvent & { readonly type: 'tool-result'; readonly result: ToolResult })
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
  /** A route asks another model. The part of an answer that was shown so far is thrown away: the new one starts from zero. */
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
      /** The case with these checks, where it is not the planned one, because that one has other checks now. */
      readonly caseId?: string;
    });

export type RunStarted = { readonly type: 'run-started'; readonly at: number } & RunPlan;

/** A column was added to a run or taken from it: the whole new grid. Cells that were there before keep their state. */
export interface RunChanged {
  readonly type: 'run-changed';
  readonly runId: string;
  readonly at: number;
  readonly targets: readonly Target[];
  readonly cells: readonly PlannedCell[];
}

/** More columns and cells, behind those that the run has: what an improvement asks next follows from the answers before. */
export interface RunExtended {
  readonly type: 'run-extended';
  readonly runId: string;
  readonly at: number;
  readonly targets: readonly Target[];
  readonly cells: readonly PlannedCell[];
}

/**
 * The outcome of a run. `budget` and `stopped` leave cells queued that a resume runs: the cap was reached, or a lane cannot go on (key,
 * credit, no such model). `submitted` leaves them to batch jobs, whose results are still to be collected.
 */
export type RunOutcome = 'done' | 'submitted' | 'cancelled' | 'budget' | 'stopped';

export interface RunEnded {
  readonly type: 'run-ended';
  readonly runId: string;
  readonly at: number;
  readonly outcome: RunOutcome;
}

/** The state of a lane: how requests to one model (at one origin, with one key) are let through at this moment. */
export interface LaneStatus {
  readonly id: string;
  readonly model: string;
  readonly state: 'open' | 'paused' | 'stopped';
  /** The number of requests at once. */
  readonly concurrency: number;
  /** The end of a pause by the wall clock, in milliseconds since 1970. */
  readonly until?: number;
  /** The reason why it is paused or stopped. */
  readonly error?: ErrorRecord;
  readonly requestsPerMinute?: number;
  readonly tokensPerMinute?: number;
}

/** A lane was paused, stopped, or opened again. It is not recorded, since it says nothing about an answer. */
export interface LaneChanged {
  readonly type: 'lane-changed';
  readonly at: number;
  readonly lane: LaneStatus;
}

interface BatchMark {
  /** Our name of the job, which is unique; it is also the vendor's where the vendor takes one. */
  readonly batch: string;
  /** Wall clock, milliseconds since 1970. */
  readonly at: number;
}

/** A job is about to be sent. This is recorded before, so that a job whose creation was not confirmed is looked for. */
export interface BatchPrepared extends BatchMark {
  readonly type: 'batch-prepared';
  /** `provider/model`; a job asks one. */
  readonly model: string;
  readonly purpose: 'answers' | 'judgements';
  /** The ids of cells, or of questions to a judge. */
  readonly requests: readonly string[];
}

/** The progress of a batch job. `batch-collected` ends it for us: all its results are recorded, or it is `lost` and has none. */
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

/** The events of a batch job. */
export type BatchEvent = BatchPrepared | BatchProgress;

/** The events of a run, in order. JSON only: the same lines go to the journal, over `postMessage` and to `--jsonl`. */
export type RunEvent =
  | RunStarted
  | RunChanged
  | RunExtended
  | ImproveEvent
  | CellRunEvent
  | LaneChanged
  | BatchEvent
  | RunEnded;
