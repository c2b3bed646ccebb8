import type { ErrorRecord } from '../errors.ts';
import type { AnswerVerdict } from '../grading/verdict.ts';
import type { FinishReason, Message, ModelWarning, Part, ToolCall, Usage } from '../messages.ts';
import type { Cost } from '../pricing/cost.ts';
import type { Ask } from '../routing/routeCommand.ts';
import type { Judging, Timing } from './account.ts';
import type { Round } from './round.ts';
import type { Routed } from './routed.ts';

export type CellStatus = 'queued' | 'waiting' | 'streaming' | 'retrying' | 'done' | 'failed' | 'cancelled';

/** One cell as every view shows it. `text` grows while it streams and is the partial answer after a failure. */
export interface CellState {
  readonly id: string;
  readonly target: string;
  readonly caseId: string;
  readonly promptIndex?: number;
  readonly repeat: number;
  readonly copy?: number;
  /** The variant of the prompt that was sent; absent for the prompt itself. */
  readonly variant?: string;
  readonly status: CellStatus;
  readonly text: string;
  readonly reasoning: string;
  readonly toolCalls: readonly ToolCall[];
  /** The answer as it has to be sent back, where text and calls are not all of it. */
  readonly turn?: readonly Part[];
  /** The rounds before this answer, in which tools were called; `text`, `reasoning` and `toolCalls` are those of the round under way. */
  readonly rounds?: readonly Round[];
  /** The log probabilities of the answer's tokens, where a check needs them and the provider gave them. */
  readonly logProbs?: readonly number[];
  readonly warnings: readonly ModelWarning[];
  /** True when the answer came from a batch job, at its price. */
  readonly batch?: true;
  readonly attempt: number;
  /** The wall clock (milliseconds since 1970) at the start of the current attempt, for "waiting 3.2 s". */
  readonly startedAt?: number;
  /** The wall clock (milliseconds since 1970) at the start of the first attempt. */
  readonly firstStartedAt?: number;
  /** Milliseconds of a failure from the first attempt to the end of the last, waits between them included. */
  readonly triedMs?: number;
  readonly retry?: { readonly until: number; readonly maxAttempts: number; readonly error: ErrorRecord };
  readonly usage?: Usage;
  readonly cost?: Cost;
  readonly servedModel?: string;
  /** True when a proxy gave the request to another model than the one that was asked; absent where nobody says. */
  readonly isFallback?: boolean;
  readonly requestId?: string;
  readonly finishReason?: FinishReason;
  readonly rawFinishReason?: string;
  readonly timing?: Timing;
  readonly error?: ErrorRecord;
  /** True when the answer is an earlier one to the same cell; it cost nothing new. */
  readonly cached?: true;
  /** The messages that were sent, where the plan could only guess them. */
  readonly messages?: readonly Message[];
  /** The call for whose result it waits, which a person gives. */
  readonly awaits?: ToolCall;
  /** The request of a route that is under way. */
  readonly asking?: Ask;
  /** The attempts of a route that has ended. */
  readonly routed?: Routed;
  readonly verdict?: AnswerVerdict;
  /** The calls and cost of the model that played the user. */
  readonly playing?: Judging;
  /** The calls and cost of all gradings of this answer together. */
  readonly judging?: Judging;
  /** True when its texts and the findings of its checks are not held here, but stand in the journal alone. */
  readonly isInJournal?: true;
}
