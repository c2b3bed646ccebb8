import type { FinishReason, Message, ModelWarning, Part, ToolCall, ToolOutput, Usage } from '../messages.ts';
import type { Cost } from '../pricing/cost.ts';
import type { Timing } from './account.ts';

/**
 * Who answered a call: a rule, a script, a server, the recording of a server, a person, or nobody, because the call itself was wrong (no
 * such tool, broken arguments).
 */
export type AnsweredBy = 'rule' | 'script' | 'server' | 'recording' | 'person' | 'refused';

/** The answer to one call. */
export interface ToolResult extends ToolOutput {
  readonly by: AnsweredBy;
  /** Milliseconds that it took, where something was run or asked for it. */
  readonly ms?: number;
}

/** What the user said after an answer. */
export interface UserTurn {
  readonly text: string;
  /** Who said it: the case, a model that plays the user, or a person. */
  readonly by: 'case' | 'model' | 'person';
  /** True where nothing follows but the answer to it. */
  readonly isLast?: true;
  /** What a simulated user does that no user would, so that its figures are to be read with care. */
  readonly notice?: string;
}

/** One answer of a model after which the conversation went on. Its figures are those of its own request. */
export interface Round {
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
  /** What had to change on the way to the model, where it is not all of the cell. */
  readonly warnings?: readonly ModelWarning[];
  /** True when it came from a batch job, at its price: its time is not known then. */
  readonly batch?: true;
  /** In the order of the calls; shorter than the calls while some are still to come. */
  readonly results: readonly ToolResult[];
  /** What the user said then; absent where the model went on with the results of its calls, or the user has not spoken yet. */
  readonly user?: UserTurn;
}

/** An answer with its calls, as it stands in a conversation. */
interface Said {
  readonly answer: string;
  readonly toolCalls: readonly ToolCall[];
  readonly turn?: readonly Part[];
}

/** The messages of a round: what the model said, the results in the order of its calls, and what the user said then. */
export function messagesOfRound(round: Said & Pick<Round, 'results' | 'user'>, model: string): Message[] {
  const results = round.results.map(({ by: _who, ms: _time, ...output }): Part => ({ type: 'tool-result', ...output }));
  const { user } = round;
  return [
    saidBy(round, model),
    ...(results.length > 0 ? [{ role: 'tool' as const, parts: results }] : []),
    ...(user ? [{ role: 'user' as const, parts: [{ type: 'text' as const, text: user.text }] }] : []),
  ];
}

/** An answer as a message of the conversation. */
export function saidBy({ answer, toolCalls, turn }: Said, model: string): Message {
  const text: Part[] = answer === '' ? [] : [{ type: 'text', text: answer }];
  const parts = turn ?? [...text, ...toolCalls.map((call): Part => ({ type: 'tool-call', ...call }))];
  return { role: 'assistant', parts, from: model };
}

/** Everything that was said in a cell after its prompt: its rounds, and the last answer. */
export function transcriptOf(result: Said & { readonly rounds?: readonly Round[] }, model: string): Message[] {
  return [...(result.rounds ?? []).flatMap((round) => messagesOfRound(round, model)), saidBy(result, model)];
}

/** The calls of all rounds, in their order. */
export function allCallsOf({
  rounds = [],
  toolCalls,
}: Pick<Said, 'toolCalls'> & { readonly rounds?: readonly Round[] }): ToolCall[] {
  return [...rounds.flatMap((round) => round.toolCalls), ...toolCalls];
}

/** Everything that had to change on the way to the model, and what a simulated user did that no user would; each once. */
export function warningsOfRounds(rounds: readonly Round[], last: readonly ModelWarning[] = []): ModelWarning[] {
  const all = [...rounds.flatMap(warningsOf), ...last];
  return [...new Map(all.map((warning) => [JSON.stringify(warning), warning])).values()];
}

function warningsOf({ warnings = [], user }: Round): readonly ModelWarning[] {
  const { notice } = user ?? {};
  return notice === undefined ? warnings : [...warnings, { field: 'messages', action: 'changed', message: notice }];
}

/** The result of a call that was not run, which vendors want before the user speaks again. */
export function refusedCall({ id, name }: ToolCall): ToolResult {
  return { id, name, output: 'This was not run: the conversation went on without it.', isError: true, by: 'refused' };
}

/** True where a person or a server has answered a call, or a person has spoken: the same run would not come to the same again. */
export function isUnrepeatable(rounds: readonly Round[] = []): boolean {
  return rounds.some(
    ({ results, user }) => user?.by === 'person' || results.some(({ by }) => by === 'person' || by === 'server'),
  );
}
