import type { JsonObject } from '../../json.ts';
import type { Message, ToolDefinition, Usage } from '../../messages.ts';

/** The formats of logs and traces that can be read, by the words in which they are named to people. */
export const logFormats = {
  'otel-gen-ai': 'OpenTelemetry GenAI',
  openinference: 'OpenInference',
  openllmetry: 'OpenLLMetry',
  'ai-sdk': 'AI SDK',
  langfuse: 'Langfuse',
  'langfuse-export': 'Langfuse export',
  langsmith: 'LangSmith',
  braintrust: 'Braintrust',
  helicone: 'Helicone',
  mlflow: 'MLflow',
  litellm: 'LiteLLM',
  'openai-batch': 'OpenAI batch',
  'anthropic-batch': 'Anthropic batch',
  'fine-tuning': 'fine-tuning file',
  'openai-evals': 'OpenAI evals',
  promptfoo: 'promptfoo results',
  inspect: 'Inspect log',
  rows: 'rows of your own',
} as const;

export type LogFormat = keyof typeof logFormats;

/** An answer that a model gave in production. */
export interface LoggedAnswer {
  readonly message: Message;
  /** The reason for its end in the words of the file, such as `stop`, `end_turn` or `tool_calls`. */
  readonly finishReason?: string;
}

/** The names by which one call can be found again. `span` and `parent` are unique together with `trace`. */
export interface CallIds {
  readonly trace?: string;
  readonly span?: string;
  readonly parent?: string;
  /** The vendor's id of the answer. */
  readonly response?: string;
  /** The id of the row or request, which a retry keeps. */
  readonly request?: string;
  readonly session?: string;
}

/**
 * One call to a model, or the part of it that one record holds. What a record does not hold is absent: no count is ever made up.
 * `usage` has the meaning of `Usage` whatever the file counts: cached tokens are in `inputTokens`, reasoning in `outputTokens`.
 */
export interface LoggedCall {
  readonly format: LogFormat;
  readonly messages: readonly Message[];
  readonly answers: readonly LoggedAnswer[];
  readonly provider?: string;
  readonly requestModel?: string;
  readonly answeringModel?: string;
  /** Settings in the words of the file. A file may state more than was sent. */
  readonly parameters: JsonObject;
  readonly tools: readonly ToolDefinition[];
  readonly usage: Usage;
  readonly ids: CallIds;
  /** Moment of the request, ISO 8601 in UTC. */
  readonly startedAt?: string;
  readonly milliseconds?: number;
  /** The message of a failure; a call with one has no answer to keep. */
  readonly error?: string;
  /** Scores and thumbs, by name. */
  readonly feedback: JsonObject;
  readonly metadata: JsonObject;
  /** The values of the prompt's variables, where the file has them apart from the text. */
  readonly variables?: JsonObject;
  /** The answer that somebody wrote down as right: fine-tuning files and logs of evaluations alone have it. */
  readonly expected?: string;
  /** The prompt and version that the file names. */
  readonly prompt?: { readonly name: string; readonly version?: string };
  /** A row of a file of your own, before a mapping says what its columns mean. */
  readonly row?: JsonObject;
  /** What other records of the same call share, where a call is split over records. */
  readonly joinKey?: string;
  /** True when the messages of this record follow those of earlier records of the call; false or absent when they stand for all. */
  readonly appends?: boolean;
}

/** One reader: which records are its own, and the calls or parts of calls in one of them. */
export interface RecordReader {
  readonly matches: (record: JsonObject) => boolean;
  readonly read: (record: JsonObject) => readonly LoggedCall[];
}

/** A call in which nothing is known but its format. */
export function emptyCall(format: LogFormat): LoggedCall {
  return {
    format,
    messages: [],
    answers: [],
    parameters: {},
    tools: [],
    usage: {},
    ids: {},
    feedback: {},
    metadata: {},
  };
}
