import { defined } from '../jsonRead.ts';
import type { FinishReason, Part, ToolCall, Usage } from '../messages.ts';
import type { Cost } from '../pricing/cost.ts';
import type { Timing } from './account.ts';
import { type Round, refusedCall, type ToolResult, type UserTurn } from './round.ts';
import { lastOfSum, sumOfRounds } from './sumOfRounds.ts';

/** The part of a cell that its rounds make. `usage` and `cost` are sums. */
interface Rounds {
  readonly rounds?: readonly Round[];
  readonly usage?: Usage;
  readonly cost?: Cost;
}

/** What stays of a cell when its next round is asked. */
export function earlierRounds({ rounds, usage, cost }: Rounds): Rounds {
  return rounds ? defined({ rounds, usage, cost }) : {};
}

/** The rounds with one more, and what all of them have cost so far. */
export function withRound({ rounds: before = [] }: Rounds, round: Round): Rounds {
  const { usage, cost } = sumOfRounds(before, round);
  return { rounds: [...before, round], ...(usage ? { usage } : {}), ...(cost ? { cost } : {}) };
}

/** The tokens of all rounds, with those of the one under way. */
export function usageWithRounds({ rounds = [] }: Rounds, usage: Usage): Usage {
  return sumOfRounds(rounds, { usage, cost: null, timing: { totalMs: 0 } }).usage ?? usage;
}

/** The rounds with one more result in the last of them. */
export function withResult(cell: Rounds, result: ToolResult): Rounds {
  return withLast(cell, (last) => ({ ...last, results: [...last.results, result] }));
}

/** The rounds with what the user said after the last of them. */
export function withUserTurn(cell: Rounds, user: UserTurn): Rounds {
  return withLast(cell, (last) => ({ ...last, user }));
}

/** An answer that had ended its cell. */
interface EndedAnswer extends Rounds {
  readonly text: string;
  readonly reasoning: string;
  readonly toolCalls: readonly ToolCall[];
  readonly turn?: readonly Part[];
  readonly timing: Timing;
  readonly attempt: number;
  readonly finishReason: FinishReason;
  readonly servedModel?: string;
  readonly requestId?: string;
}

/**
 * The rounds with an answer that was the last one, until it went on: the user spoke, and calls that were left open are refused, or its calls
 * are to get their results.
 */
export function withAnswerAsRound(cell: EndedAnswer, user?: UserTurn): Rounds {
  const { text, reasoning, toolCalls, turn, attempt, finishReason, servedModel, requestId, rounds = [] } = cell;
  const sum = { usage: cell.usage ?? null, cost: cell.cost ?? null, timing: cell.timing };
  const round: Round = {
    answer: text,
    ...(reasoning === '' ? {} : { reasoning }),
    toolCalls,
    ...(turn ? { turn } : {}),
    ...lastOfSum(sum, rounds),
    attempts: attempt,
    finishReason,
    servedModel: servedModel ?? null,
    requestId: requestId ?? null,
    results: user ? toolCalls.map(refusedCall) : [],
    ...defined({ user }),
  };
  return { ...earlierRounds(cell), rounds: [...rounds, round], ...defined({ usage: cell.usage, cost: cell.cost }) };
}

function withLast({ rounds = [] }: Rounds, change: (last: Round) => Round): Rounds {
  const last = rounds.at(-1);
  return last ? { rounds: [...rounds.slice(0, -1), change(last)] } : {};
}
