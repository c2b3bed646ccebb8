import type { JsonObject, JsonValue } from './json.ts';

/** The speaker of a message. dotprompt's `model` is `assistant` here; the readers translate. */
export type Role = 'system' | 'user' | 'assistant' | 'tool';

/** `url` is a `data:`, `https:` or file URL. */
export interface MediaPart {
  readonly type: 'media';
  readonly url: string;
  readonly contentType?: string;
}

/**
 * One piece of a message. `pending` is a dotprompt section placeholder. `state` is what a vendor needs back unchanged, at its place, to go on
 * from an answer (signatures, encrypted reasoning): it is never shown, compared, graded or sent to another model than the one that gave it.
 */
export type Part =
  | { readonly type: 'text'; readonly text: string; readonly state?: JsonValue }
  | MediaPart
  | { readonly type: 'reasoning'; readonly text: string; readonly state?: JsonValue }
  | ({ readonly type: 'tool-call'; readonly state?: JsonValue } & ToolCall)
  | ({ readonly type: 'tool-result' } & ToolOutput)
  | { readonly type: 'pending'; readonly purpose: string };

export interface Message {
  readonly role: Role;
  readonly parts: readonly Part[];
  readonly metadata?: JsonObject;
  /** The model (`provider/model`) that said it, to which alone the state in its parts is sent back; absent for messages of a prompt. */
  readonly from?: string;
}

/** What a tool gave for a call: a text, and pictures beside it. */
export interface ToolOutput {
  readonly id: string;
  readonly name: string;
  readonly output: string;
  readonly isError?: true;
  readonly media?: readonly MediaPart[];
}

/** A function the model may call; both schemas are JSON Schema. `outputSchema` is for whoever writes a result, and is never sent. */
export interface ToolDefinition {
  readonly name: string;
  readonly description?: string;
  readonly inputSchema?: JsonObject;
  readonly outputSchema?: JsonObject;
  readonly strict?: boolean;
}

/** A tool that a model wants called. `input` is text where the arguments were no JSON. */
export interface ToolCall {
  readonly id: string;
  readonly name: string;
  readonly input: JsonValue;
  /** The arguments as they came, where writing `input` as JSON gives another text. */
  readonly argumentText?: string;
}

export type ToolChoice = 'auto' | 'none' | 'required' | { readonly name: string };

export const reasoningEfforts = ['none', 'minimal', 'low', 'medium', 'high', 'xhigh', 'max'] as const;
export type ReasoningEffort = (typeof reasoningEfforts)[number];

/** The levels of wordiness that a model can be asked for, with vendors that take them. */
export const verbosities = ['low', 'medium', 'high'] as const;
export type Verbosity = (typeof verbosities)[number];

/** The required form of the answer. `schema` is JSON Schema and only has a meaning with `json`. */
export interface OutputFormat {
  readonly format: 'text' | 'json';
  readonly schema?: JsonObject;
  readonly name?: string;
  readonly strict?: boolean;
}

/** Generation settings in one vocabulary; each provider maps, renames or drops them with a warning. */
export interface Parameters {
  readonly temperature?: number;
  readonly topP?: number;
  readonly topK?: number;
  readonly maxOutputTokens?: number;
  readonly stopSequences?: readonly string[];
  readonly seed?: number;
  readonly frequencyPenalty?: number;
  readonly presencePenalty?: number;
  readonly reasoningEffort?: ReasoningEffort;
  /** Thinking budget in tokens, for vendors that take one. */
  readonly reasoningBudget?: number;
  readonly verbosity?: Verbosity;
  readonly tools?: readonly ToolDefinition[];
  readonly toolChoice?: ToolChoice;
  /** False allows at most one call in each answer. */
  readonly parallelToolCalls?: boolean;
  readonly output?: OutputFormat;
  /** System text that belongs to the settings; it goes in front of the conversation's own. */
  readonly instructions?: string;
  /** Asks for the log probability of each token of the answer, which a check needs. */
  readonly logProbs?: true;
  /** Asks by Chat Completions where the provider would speak the Responses API otherwise. */
  readonly wire?: 'chat';
}

/** A question to a provider: the vendor's own model name (no provider prefix), messages and settings. */
export interface ModelCall {
  readonly model: string;
  readonly messages: readonly Message[];
  readonly parameters: Parameters;
  /** The number of this run of the same question, from 0. It is never sent: real models vary by themselves, and simulated ones by this. */
  readonly repeat?: number;
}

/**
 * Tokens in one vocabulary for all vendors: `inputTokens` includes cached and cache-writing ones, `outputTokens` includes
 * reasoning. An absent figure was not reported: it is unknown, not zero.
 */
export interface Usage {
  readonly inputTokens?: number;
  readonly cachedInputTokens?: number;
  readonly cacheWriteTokens?: number;
  readonly outputTokens?: number;
  readonly reasoningTokens?: number;
  /** USD, when the vendor itself reports what the call cost. */
  readonly reportedCost?: number;
}

/** The finish reasons that we have words for. */
export const finishReasons = ['stop', 'length', 'tool-calls', 'content-filter', 'refusal'] as const;

/** The reason why the model stopped. `other` keeps the vendor's word beside it. */
export type FinishReason = (typeof finishReasons)[number] | 'other';

/** A setting that this model cannot take, with what was done about it. `field` is a `Parameters` key, `messages` or `maxTurns`. */
export interface ModelWarning {
  readonly field: string;
  readonly action: 'dropped' | 'renamed' | 'clamped' | 'changed';
  readonly message: string;
  /** The value that was sent instead, where the prompt could have set it itself. */
  readonly sent?: number | string;
}

/** An event that a provider yields while it streams. Texts are deltas; a tool call comes whole. */
export type ModelEvent =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'reasoning'; readonly text: string }
  | ({ readonly type: 'tool-call' } & ToolCall)
  /** The whole answer as it has to be sent back, in the order it came; left out where its text and then its calls say the same. */
  | { readonly type: 'turn'; readonly parts: readonly Part[] }
  /** Natural logarithms of the probabilities of the tokens that were written, in their order. */
  | { readonly type: 'log-probs'; readonly values: readonly number[] }
  | { readonly type: 'warning'; readonly warning: ModelWarning }
  | { readonly type: 'usage'; readonly usage: Usage }
  | {
      readonly type: 'done';
      readonly finishReason: FinishReason;
      readonly rawFinishReason?: string;
      readonly servedModel?: string;
      /** True when a proxy gave the request to another model than the one that was asked; undefined where nobody says. */
      readonly isFallback?: boolean;
      readonly requestId?: string;
    };
