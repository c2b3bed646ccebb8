import type { FinishReason, ToolCall } from '../messages.ts';
import type { ToolLoop } from '../tools/toolSettings.ts';
import type { Round } from './round.ts';

/** A model that plays the user, and what it knows. None of it is ever sent to the model that is tested. */
export interface SimulatedUser {
  /** Who the user is, what they want, and what they know. */
  readonly instructions: string;
  /** `provider/model`. */
  readonly model: string;
  /** The most messages of the user, the first one included. */
  readonly maxTurns: number;
  /** The word that the user's model is told to end with. */
  readonly stop: string;
}

/** What a user says after the prompt: texts that are written down, or whatever a model thinks of. */
export type Conversation =
  | { readonly type: 'turns'; readonly turns: readonly string[] }
  | ({ readonly type: 'user' } & SimulatedUser);

/** How a cell goes on after an answer: with the results of its calls, with the user's next words, or not at all. */
export type NextStep = 'calls' | 'user' | 'end';

/** Reasons to finish after which nothing is called, whatever calls stand in the answer: the last may be cut off. */
const endsForGood: ReadonlySet<FinishReason> = new Set(['length', 'content-filter', 'refusal']);

interface Answered {
  readonly toolCalls: readonly ToolCall[];
  readonly finishReason: FinishReason;
}

interface Talking {
  readonly loop?: ToolLoop;
  readonly conversation?: Conversation;
}

/** How a cell with these rounds behind it goes on after this answer. */
export function nextStep({ loop, conversation }: Talking, rounds: readonly Round[], said: Answered): NextStep {
  const isWhole = !endsForGood.has(said.finishReason);
  const calls = said.toolCalls.length > 0;
  if (calls && isWhole && loop && roundsInTurn(rounds) < loop.maxTurns) return 'calls';
  // Calls that nothing answers are the answer, and those of an answer that was cut off are no calls.
  if (calls && !(loop && isWhole)) return 'end';
  if (!conversation || rounds.findLast(({ user }) => user)?.user?.isLast) return 'end';
  return userTurns(rounds) < mostUserTurns(conversation) ? 'user' : 'end';
}

/** True for a last answer whose calls can still get results: it was not cut off, and its turn may have more rounds. */
export function hasOpenCalls(talking: Talking, rounds: readonly Round[], said: Answered): boolean {
  return said.toolCalls.length > 0 && !endsForGood.has(said.finishReason) && !isAtLimit(talking, rounds, said);
}

/** True where calls stay open because their turn has had as many rounds as it may. */
export function isAtLimit(
  { loop }: Talking,
  rounds: readonly Round[],
  { toolCalls }: Pick<Answered, 'toolCalls'>,
): boolean {
  return loop !== undefined && toolCalls.length > 0 && roundsInTurn(rounds) >= loop.maxTurns;
}

/** The number of times that the user has spoken since the prompt. */
export function userTurns(rounds: readonly Round[]): number {
  return rounds.filter(({ user }) => user).length;
}

/** The rounds since the user spoke last. */
function roundsInTurn(rounds: readonly Round[]): number {
  return rounds.length - 1 - rounds.findLastIndex(({ user }) => user);
}

/** The most times that the user speaks after the prompt. */
export function mostUserTurns(conversation: Conversation): number {
  // The prompt itself opens a simulated conversation, and counts as the first message of its user.
  return conversation.type === 'turns' ? conversation.turns.length : conversation.maxTurns - 1;
}
