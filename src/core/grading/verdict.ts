import type { JsonObject, JsonValue } from '../json.ts';
import type { FinishReason, Message, ToolCall, ToolDefinition } from '../messages.ts';

/** How one check ended. `ungraded`: the judge failed or answered out of form; `error`: the check itself cannot be carried out as written. */
export type VerdictOutcome = 'pass' | 'fail' | 'ungraded' | 'error';

/** One check's result. `score` is 0 to 1, or the raw score of a script. */
export interface Verdict {
  readonly outcome: VerdictOutcome;
  readonly score: number;
  /** One sentence; for a failure what was expected and what was there. */
  readonly reason: string;
  readonly namedScores?: Readonly<Record<string, number>>;
  /** Verdicts of an `assert-set`, or the parts a script reports. */
  readonly components?: readonly Verdict[];
  /** For the diff of a failed row. */
  readonly expected?: string;
  /** Of a judge's verdict: a hash of what it is about. Where that is the same, the judge need not be asked again. */
  readonly judgement?: string;
}

/** The verdict on a whole answer: the checks' together, by weight and threshold. */
export interface AnswerVerdict {
  readonly outcome: VerdictOutcome;
  readonly score: number;
  readonly reason: string;
  readonly namedScores: Readonly<Record<string, number>>;
  /** What a named score counts in the sums of a run, where that is not 1. */
  readonly namedWeights?: Readonly<Record<string, number>>;
  /** In the order of the case's checks. */
  readonly checks: readonly Verdict[];
  /** A check that compares the answers of a row is still to come: until then nothing has passed, whatever `outcome` says of the others. */
  readonly awaitsComparison?: true;
  /** No check looked at this answer, though the suite has checks: it has not passed, whatever `outcome` says. */
  readonly isUnchecked?: true;
}

/** An answer as checks see it. Absent figures are unknown. */
export interface GradedAnswer {
  /** Text, or what a transform made of it. */
  readonly output: JsonValue;
  readonly vars: JsonObject;
  readonly prompt: string;
  readonly messages?: readonly Message[];
  readonly toolCalls?: readonly ToolCall[];
  readonly tools?: readonly ToolDefinition[];
  readonly finishReason?: FinishReason;
  /** The vendor's own word for it. */
  readonly rawFinishReason?: string;
  /** USD. */
  readonly cost?: number;
  /** Milliseconds; absent for a cached answer. */
  readonly latencyMs?: number;
  /** Requests of ours that were under way at the same server meanwhile, at most; they may have slowed it. */
  readonly latencyAtOnce?: number;
  readonly logProbs?: readonly number[];
  readonly metadata?: JsonObject;
  /** What scripts see of the case and of the model, in promptfoo's words. */
  readonly test?: JsonObject;
  readonly provider?: JsonObject;
}

export interface JudgeQuestion {
  /** `provider/model`. */
  readonly model: string;
  readonly messages: readonly Message[];
  readonly json?: boolean;
  /** 1 when the very same is asked once more, because the answer before was out of form. */
  readonly repeat?: number;
}

/** What a judge is asked and gives back; its call is planned, tried again, priced and cached like any other. */
export interface Judge {
  ask(question: JudgeQuestion): Promise<string>;
  /** One vector per text. `model` is `provider/model`. */
  embed?(question: {
    readonly model: string;
    readonly texts: readonly string[];
  }): Promise<readonly (readonly number[])[]>;
}

export interface PatternQuestion {
  readonly pattern: string;
  readonly flags: string;
  readonly text: string;
}

/** Runs what comes with a suite without any authority and for a limited time. Rejects with a `PolypromptError`. */
export interface Sandbox {
  /** JavaScript; values go in and out as JSON. */
  run(code: string, values: JsonObject): Promise<JsonValue>;
  /** Whether a pattern is found in a text. Cheap: several that are asked for at once go in together. */
  matches(question: PatternQuestion): Promise<boolean>;
}
