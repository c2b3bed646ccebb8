import type { CellResult } from './events.ts';
import type { Round } from './round.ts';
import { lastOfSum, sumOfRounds } from './sumOfRounds.ts';

/**
 * The answers to the user's turns after the prompt, in their order: each as a result of its own, with the calls and figures of that turn.
 * The first answer, to the prompt, is none of them.
 */
export function answersByTurn(result: CellResult): CellResult[] {
  const { rounds = [] } = result;
  const turns: Round[][] = [[]];
  for (const round of rounds) {
    turns.at(-1)?.push(round);
    if (round.user) turns.push([]);
  }
  const answered = turns.slice(0, -1).map((own) => resultOfTurn(result, own));
  const last = turns.at(-1) ?? [];
  const own = lastOfSum(result, rounds);
  return [...answered, { ...result, rounds: last, ...sumOfRounds(last, own) }].slice(1);
}

function resultOfTurn(result: CellResult, own: readonly Round[]): CellResult {
  const last = own.at(-1);
  if (!last) return result;
  const { answer, toolCalls, finishReason, servedModel, requestId } = last;
  const earlier = own.slice(0, -1);
  const { logProbs: _ofTheLast, reasoning: _too, turn: _also, ...rest } = result;
  return {
    ...rest,
    answer,
    toolCalls,
    finishReason,
    rawFinishReason: null,
    servedModel,
    requestId,
    rounds: earlier,
    ...sumOfRounds(earlier, last),
  };
}
