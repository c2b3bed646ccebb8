import type { JsonObject, JsonValue } from '../json.ts';
import type { FinishReason, Message, ToolCall, ToolDefinition } from '../messages.ts';

/**
 * The outcome of one check. `ungraded`: the judge failed or answered out of form; `error`: the check itself cannot be carried out as
 * written.
 */
export type VerdictOutcome = 'pass' | 'fail' | 'ungraded' | 'error';

/** What a check read in an answer. The figures of classes and fields are made of these; `name` is the check's metric. */
export type Reading =
  /** The labels of the case, and those of the answer: as they are called, or `(other)` and `(none)`. */
  | {
      readonly type: 'labels';
      readonly name: string;
      readonly expected: readonly string[];
      readonly answered: readonly string[];
    }
  /** The record of the case, and that of the answer; null where it could not be read as one. */
  | {
      readonly type: 'fields';
      readonly name: string;
      readonly expected: JsonObject;
      readonly answered: JsonObject | null;
    }
  | PreferenceReading;

/** Which of two answers to a case is liked better: this one, the one that it is compared with, or neither. */
export type Preferred = 'own' | 'base' | 'tie';

/** What one judge said of an answer beside another one, in both orders; without `asked` the answers are equal and nobody was asked. */
export interface PreferenceReading {
  readonly type: 'preference';
  readonly name: string;
  /** The target of the other answer. */
  readonly base: string;
  /** Characters of this answer and of the other one. */
  readonly lengths: readonly [own: number, base: number];
  readonly asked?: {
    /** `provider/model`. */
    readonly judge: string;
    /** The choice where this answer stood first, and where it stood second. */
    readonly whenFirst: Preferred;
    readonly whenSecond: Preferred;
  };
  /** True where the other answer holds the same pair from its side, so that figures count it once. */
  readonly isMirror?: true;
}

/** One check's result. `score` is 0 to 1, or the raw score of a script. */
export interface Verdict {
  readonly outcome: VerdictOutcome;
  readonly score: number;
  /** One sentence; for a failure it says what was expected and what was there. */
  readonly reason: string;
  readonly namedScores?: Readonly<Record<string, number>>;
  /** The verdicts of an `assert-set`, or the parts that a script reports. */
  readonly components?: readonly Verdict[];
  /** What a check of labels or fields has read. */
  readonly reading?: Reading;
  /** The expected text, for the diff of a failed row. */
  readonly expected?: string;
  /** True where it is ungraded because no person has judged the answer, or people do not agree. */
  readonly awaitsPerson?: true;
  /** The `judgementKey` of a judge's verdict. Where it is the same, the judge need not be asked again. */
  readonly judgement?: string;
  /** The digest of the judge (`JudgeIdentity`) that gave it: people's verdicts measure this judge and no other. */
  readonly judge?: string;
}

/** The words of a verdict of which there is nothing else to say. */
export const allPassed = 'All checks passed.';

/** The verdict on a whole answer: those of its checks together, by weight and threshold. */
export interface AnswerVerdict {
  readonly outcome: VerdictOutcome;
  readonly score: number;
  readonly reason: string;
  readonly namedScores: Readonly<Record<string, number>>;
  /** The weights of named scores in the sums of a run, where they are not 1. */
  readonly namedWeights?: Readonly<Record<string, number>>;
  /** The verdicts in the order of the case's checks. */
  readonly checks: readonly Verdict[];
  /**
   * True while a check that compares the answers of a row is still to come: nothing has passed yet, whatever `outcome` says of the other
   * checks.
   */
  readonly awaitsComparison?: true;
  /** True when no check looked at this answer, though the suite has checks: it has not passed, whatever `outcome` says. */
  readonly isUnchecked?: true;
}

/** An answer as checks see it. Absent figures are unknown. */
export interface GradedAnswer {
  /** A text, or the value that a transform made of it. */
  readonly output: JsonValue;
  readonly vars: JsonObject;
  readonly prompt: string;
  readonly messages?: readonly Message[];
  /** Everything that was said after the messages: rounds with calls and results, then the last answer. */
  readonly said?: readonly Message[];
  /** The calls of all rounds, in their order. */
  readonly toolCalls?: readonly ToolCall[];
  /** The number of the model's answers, 1 where it called no tool that was answered. */
  readonly turns?: number;
  readonly tools?: readonly ToolDefinition[];
  readonly finishReason?: FinishReason;
  /** The vendor's own word for the finish reason. */
  readonly rawFinishReason?: string;
  /** The cost in USD. */
  readonly cost?: number;
  /** The time in milliseconds; absent for a cached answer. */
  readonly latencyMs?: number;
  /** The most requests of ours that were under way at the same server meanwhile; they may have slowed it. */
  readonly latencyAtOnce?: number;
  readonly logProbs?: readonly number[];
  readonly metadata?: JsonObject;
  /** The facts about the case that scripts see, in promptfoo's words; `provider` has those about the model. */
  readonly test?: JsonObject;
  readonly provider?: JsonObject;
}

export interface JudgeQuestion {
  /** `provider/model`. */
  readonly model: string;
  readonly messages: readonly Message[];
  readonly json?: boolean;
  /** The number 1 when the very same is asked once more, because the answer before was out of form. */
  readonly repeat?: number;
}

/** Asks a judge; its calls are planned, retried, priced and cached like any others. */
export interface Judge {
  ask(question: JudgeQuestion): Promise<string>;
  /** Gives one vector per text. `model` is `provider/model`. */
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

/** Runs code that comes with a suite, without any authority and for a limited time. Rejects with a `PolypromptError`. */
export interface Sandbox {
  /** Runs JavaScript; values go in and out as JSON. */
  run(code: string, values: JsonObject): Promise<JsonValue>;
  /** True when a pattern is found in a text. It is cheap: several that are asked for at once go in together. */
  matches(question: PatternQuestion): Promise<boolean>;
}
