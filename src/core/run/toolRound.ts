import type { FinishReason, Message, Part, ToolCall, ToolOutput, Usage } from '../messages.ts';
import type { Cost } from '../pricing/cost.ts';
import type { Timing } from './account.ts';

/** Who answered a call: a rule, a script, a server, a person, or nobody, because the call itself was wrong (no such tool, broken arguments). */
export type AnsweredBy = 'rule' | 'script' | 'server' | 'person' | 'refused';

/** The answer to one call. */
export interface ToolResult extends ToolOutput {
  readonly by: AnsweredBy;
  /** Milliseconds that it took, where something was run or asked for it. */
  readonly ms?: number;
}

/** One answer of a model that called tools and was given their results. Its figures are those of its own request. */
export interface ToolRound {
  readonly answer: string;
  readonly reasoning?: string;
  readonly toolCalls: readonly ToolCall[];
  /** The answer as it has to be sent back, where text and calls are not all of it. */
  readonly turn?: readonly Part[];
  readonly usage: Usage | null;
  readonly cost: Cost | null;
  readonly timing: Timing;
  readonly attempts: number;
  readonly finishReason: FinishReason;
  readonly servedModel: string | null;
  readonly requestId: string | null;
  /** True when it came from a batch job, at its price: its time is not known then. */
  readonly batch?: true;
  /** In the order of the calls; shorter than the calls while some are still to come. */
  readonly results: readonly ToolResult[];
}

/** An answer with its calls, as it stands in a conversation. */
interface Said {
  readonly answer: string;
  readonly toolCalls: readonly ToolCall[];
  readonly turn?: readonly Part[];
}

/** The messages of a round: what the model said, and the results in the order of its calls. */
export function messagesOfRound(round: Said & Pick<ToolRound, 'results'>, model: string): Message[] {
  const results = round.results.map(({ by: _who, ms: _time, ...output }): Part => ({ type: 'tool-result', ...output }));
  return [saidBy(round, model), { role: 'tool', parts: results }];
}

/** An answer as a message of the conversation. */
export function saidBy({ answer, toolCalls, turn }: Said, model: string): Message {
  const text: Part[] = answer === '' ? [] : [{ type: 'text', text: answer }];
  const parts = turn ?? [...text, ...toolCalls.map((call): Part => ({ type: 'tool-call', ...call }))];
  return { role: 'assistant', parts, from: model };
}

/** Everything that was said in a cell after its prompt: its rounds, and the last answer. */
export function transcriptOf(result: Said & { readonly rounds?: readonly ToolRound[] }, model: string): Message[] {
  return [...(result.rounds ?? []).flatMap((round) => messagesOfRound(round, model)), saidBy(result, model)];
}

/** The calls of all rounds, in their order. */
export function allCallsOf({
  rounds = [],
  toolCalls,
}: Pick<Said, 'toolCalls'> & { readonly rounds?: readonly ToolRound[] }): ToolCall[] {
  return [...rounds.flatMap((round) => round.toolCalls), ...toolCalls];
}
