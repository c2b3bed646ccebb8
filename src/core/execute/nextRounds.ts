import { type PolypromptError, toPolypromptError } from '../errors.ts';
import { defined } from '../jsonRead.ts';
import type { ToolCall } from '../messages.ts';
import { turnText } from '../plan/conversationOf.ts';
import type { Judging } from '../run/account.ts';
import { isAtLimit, nextStep, userTurns } from '../run/conversation.ts';
import type { CellResult } from '../run/events.ts';
import { type Round, refusedCall, type ToolResult, type UserTurn, warningsOfRounds } from '../run/round.ts';
import type { CallingCell } from '../run/roundCall.ts';
import { sumOfRounds } from '../run/sumOfRounds.ts';
import { answerCalls } from './answerCalls.ts';
import { CellStops } from './cellStops.ts';
import type { ExecuteContext } from './executeContext.ts';
import { JudgeDesk, type JudgeRequests } from './judgeDesk.ts';
import { JudgeLeft, JudgingStopped } from './judgeRequest.ts';
import { EndedByPerson, PersonDesk, StoppedWaiting } from './personDesk.ts';
import { nextUserTurn } from './simulatedUser.ts';
import type { ServerCall } from './toolServers.ts';

/** What becomes of a cell once its last answer is answered. */
interface CellEnds extends JudgeRequests {
  ask(calling: CallingCell): void | Promise<void>;
  answered(calling: CallingCell, result: CellResult): void;
  failed(calling: CallingCell, error: PolypromptError): void;
  cancelled(calling: CallingCell): void;
}

/** Takes cells from an answer to their next request: with the results of calls, or with the user's next words, each reported as it comes. */
export class NextRounds {
  /** The calls that wait for a person. */
  readonly persons = new PersonDesk();
  readonly #stops = new CellStops();
  readonly #context: ExecuteContext;
  readonly #ends: CellEnds;

  constructor(context: ExecuteContext, ends: CellEnds) {
    this.#context = context;
    this.#ends = ends;
  }

  stop(cell: string): void {
    this.persons.stop(cell);
    this.#stops.stop(cell);
  }

  stopAll(): void {
    this.persons.stopAll();
    this.#stops.stopAll();
  }

  /** Never rejects. */
  async goOn(calling: CallingCell): Promise<void> {
    try {
      await this.#takeStep(calling);
    } catch (thrown) {
      // A cell whose user had no turn stays as it is, and a resumed run goes on with it.
      if (thrown instanceof JudgeLeft) return;
      if (thrown instanceof StoppedWaiting || thrown instanceof JudgingStopped) this.#ends.cancelled(calling);
      else this.#ends.failed(calling, toPolypromptError(thrown));
    }
  }

  async #takeStep(calling: CallingCell): Promise<void> {
    const persons = this.#context.isAttended ? this.persons : undefined;
    const next = await this.#stops.during(calling.cell.id, (signal) =>
      nextRound({ ...this.#context, signal, ...defined({ persons }) }, this.#ends, calling),
    );
    const whole = { ...calling, rounds: next.rounds };
    if (next.type === 'answered') this.#ends.answered(whole, next.result);
    else await this.#ends.ask(whole);
  }
}

/** What a cell does next: it asks its model again, or ends with an answer that is there already. */
export type Next =
  | { readonly type: 'ask'; readonly rounds: readonly Round[] }
  | { readonly type: 'answered'; readonly rounds: readonly Round[]; readonly result: CellResult };

/**
 * Answers the calls of the last round, or lets the user speak after it. Rejects where a call cannot be answered, where no user's model
 * answers, and with `JudgeLeft` or `JudgingStopped` where that model had no turn.
 */
export async function nextRound(
  context: AttendedContext,
  requests: JudgeRequests,
  calling: CallingCell,
): Promise<Next> {
  try {
    return await afterCalls(context, requests, { ...calling, rounds: await answerRound(context, calling) });
  } catch (thrown) {
    if (!(thrown instanceof EndedByPerson)) throw thrown;
    const { rounds } = calling;
    return { type: 'answered', rounds, result: lastAsAnswer(calling, undefined) };
  }
}

/** The context of a run with the calls that wait for a person, where there is one. */
interface AttendedContext extends ExecuteContext {
  readonly persons?: PersonDesk;
  /** Stops a call of a server that is under way. */
  readonly signal?: AbortSignal;
}

async function afterCalls(context: ExecuteContext, requests: JudgeRequests, calling: CallingCell): Promise<Next> {
  const { cell, rounds } = calling;
  if (cell.loop?.endsWithResults) return { type: 'answered', rounds, result: resultsAsAnswer(calling) };
  const last = rounds.at(-1);
  const speaks = last && !last.user && nextStep(cell, rounds.slice(0, -1), last) === 'user';
  if (!last || !speaks) return { type: 'ask', rounds };
  const desk = new JudgeDesk(context, requests, `${cell.id} as user ${userTurns(rounds) + 1}`);
  const user = await userTurnAfter(calling, desk);
  const { judging: playing } = desk;
  if (!user) return { type: 'answered', rounds, result: lastAsAnswer(calling, playing) };
  const at = context.environment.clock.wallTime();
  context.emit({ type: 'user-turn', cell: cell.id, at, user, ...(playing ? { playing } : {}) });
  return { type: 'ask', rounds: [...rounds.slice(0, -1), { ...last, user }] };
}

async function userTurnAfter({ cell, rounds }: CallingCell, desk: JudgeDesk): Promise<UserTurn | undefined> {
  const { conversation, messages, repeat, inputs } = cell;
  if (conversation?.type === 'user') return nextUserTurn({ user: conversation, messages, rounds, repeat }, desk);
  const text = conversation?.turns[userTurns(rounds)];
  if (text === undefined) return undefined;
  // A turn ends where the user speaks, be it that calls were left open there.
  const answers = rounds.filter(({ user }, index) => user || index === rounds.length - 1).map(({ answer }) => answer);
  return { text: turnText(text, inputs, answers), by: 'case' };
}

/** All rounds of a cell with the results of their calls; each new one is told as it comes. Rejects where a call cannot be answered. */
async function answerRound(context: AttendedContext, { cell, target, rounds }: CallingCell): Promise<readonly Round[]> {
  const { grading, scripts = {}, environment, emit } = context;
  const { loop, inputs: vars } = cell;
  const last = rounds.at(-1);
  if (!loop || !last) return rounds;
  const { tools = [] } = cell.parameters ?? target.parameters;
  const told = (result: ToolResult) =>
    emit({ type: 'tool-result', cell: cell.id, at: environment.clock.wallTime(), result });
  const earlier = rounds.slice(0, -1);
  if (isAtLimit(cell, earlier, last)) return [...earlier, closed(last, told)];
  const ask = async (call: ToolCall) =>
    (await askServer(context, { loop, call, round: rounds.length })) ?? askPerson(context, cell.id, call);
  return answerCalls(
    { loop, rounds, tools, vars },
    { clock: environment.clock, ports: grading?.ports ?? scripts, ask, told },
  );
}

/** The answer of the server that has this tool; undefined for any other tool. Rejects with `StoppedWaiting` where the cell is stopped. */
async function askServer(
  { servers, signal }: AttendedContext,
  asked: Omit<ServerCall, 'signal'>,
): Promise<ToolResult | undefined> {
  try {
    return await servers?.call({ ...asked, signal });
  } catch (thrown) {
    if (signal?.aborted) throw new StoppedWaiting();
    throw thrown;
  }
}

async function askPerson(
  { persons, emit, environment }: AttendedContext,
  cell: string,
  call: ToolCall,
): Promise<ToolResult | undefined> {
  if (!persons) return undefined;
  emit({ type: 'tool-awaited', cell, at: environment.clock.wallTime(), call });
  return persons.ask(cell, call);
}

/** The round with its calls refused, since vendors take no call without a result once the user speaks again. */
function closed(round: Round, told: (result: ToolResult) => void): Round {
  const refused = round.toolCalls.slice(round.results.length).map(refusedCall);
  for (const result of refused) told(result);
  return { ...round, results: [...round.results, ...refused] };
}

/** The result of a cell whose answer is what its tools gave. */
function resultsAsAnswer({ target, rounds }: CallingCell): CellResult {
  const last = requireLast(rounds);
  return {
    ...resultBase(target, rounds.slice(0, -1), last),
    answer: last.results.map(({ output }) => output).join('\n'),
    toolCalls: [],
    rounds,
  };
}

/** The result of a cell whose user has nothing more to say: its last round is the answer. */
function lastAsAnswer({ target, rounds }: CallingCell, playing: Judging | undefined): CellResult {
  const last = requireLast(rounds);
  const earlier = rounds.slice(0, -1);
  return {
    ...resultBase(target, earlier, last),
    answer: last.answer,
    ...(last.reasoning === undefined ? {} : { reasoning: last.reasoning }),
    toolCalls: last.toolCalls,
    ...(last.turn ? { turn: last.turn } : {}),
    rounds: earlier,
    ...(playing ? { playing } : {}),
  };
}

function resultBase(target: CallingCell['target'], earlier: readonly Round[], last: Round) {
  const { attempts, finishReason, servedModel, requestId, batch } = last;
  return {
    target: target.id,
    model: target.model,
    ...sumOfRounds(earlier, last),
    servedModel,
    requestId,
    finishReason,
    rawFinishReason: null,
    attempts,
    warnings: warningsOfRounds([...earlier, last]),
    ...(batch ? { batch } : {}),
  };
}

function requireLast(rounds: readonly Round[]): Round {
  const last = rounds.at(-1);
  if (!last) throw new Error('a cell goes on after a round');
  return last;
}
