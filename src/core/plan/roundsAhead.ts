import type { RoundsAhead } from '../pricing/estimateRounds.ts';
import { guessTokens } from '../pricing/promptTokens.ts';
import { type Conversation, mostUserTurns } from '../run/conversation.ts';
import type { PlannedCell } from '../run/events.ts';
import type { ToolAnswer, ToolLoop } from '../tools/toolSettings.ts';

/** Requests of a turn whose model calls tools, where no run has shown them: one that calls, and one that answers. */
const usualRequests = 2;
/** Tokens of a result or of a user's message whose text is not known before. */
const usualText = 50;

/** The requests that a cell may take; undefined for one that is asked once. */
export function roundsAhead({
  loop,
  conversation,
}: Pick<PlannedCell, 'loop' | 'conversation'>): RoundsAhead | undefined {
  const calling = loop && !loop.endsWithResults ? loop : undefined;
  if (!calling && !conversation) return undefined;
  const turns = 1 + (conversation ? mostUserTurns(conversation) : 0);
  const perTurn = calling ? { expected: usualRequests, high: calling.maxTurns + 1 } : { expected: 1, high: 1 };
  const least = conversation?.type === 'turns' ? turns : 1;
  const likely = conversation?.type === 'user' ? (1 + turns) / 2 : turns;
  const requests = { low: least, expected: likely * perTurn.expected, high: turns * perTurn.high };
  return {
    requests,
    added: Math.max(calling ? resultTokens(calling) : 0, conversation ? userTokens(conversation) : 0),
  };
}

function resultTokens({ rules }: ToolLoop): number {
  return meanOf(rules.map(({ answer }) => answerTokens(answer)));
}

function answerTokens(answer: ToolAnswer): number {
  switch (answer.type) {
    case 'result':
      return guessTokens(typeof answer.value === 'string' ? answer.value : JSON.stringify(answer.value));
    case 'error':
      return guessTokens(answer.message);
    case 'parts':
      return guessTokens(answer.text);
    case 'javascript':
    case 'callback':
      return usualText;
  }
}

function userTokens(conversation: Conversation): number {
  return conversation.type === 'turns' ? meanOf(conversation.turns.map(guessTokens)) : usualText;
}

function meanOf(counts: readonly number[]): number {
  return counts.length === 0 ? usualText : counts.reduce((sum, count) => sum + count, 0) / counts.length;
}
