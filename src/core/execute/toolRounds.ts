import { type PolypromptError, toPolypromptError } from '../errors.ts';
import type { CellResult } from '../run/events.ts';
import type { CallingCell } from '../run/roundCall.ts';
import { sumOfRounds } from '../run/sumOfRounds.ts';
import type { ToolRound } from '../run/toolRound.ts';
import { answerCalls } from './answerCalls.ts';
import type { ExecuteContext } from './executeContext.ts';

/** What becomes of a cell once its calls are answered. */
interface CellEnds {
  ask(calling: CallingCell): void | Promise<void>;
  answered(calling: CallingCell, result: CellResult): void;
  failed(calling: CallingCell, error: PolypromptError): void;
}

/** Answers the calls of cells, reports the results as they come, and has the model asked again. */
export class ToolRounds {
  readonly #context: ExecuteContext;
  readonly #ends: CellEnds;

  constructor(context: ExecuteContext, ends: CellEnds) {
    this.#context = context;
    this.#ends = ends;
  }

  /** Never rejects. */
  async goOn(calling: CallingCell): Promise<void> {
    try {
      const rounds = await answerRound(this.#context, calling);
      const whole = { ...calling, rounds };
      const result = calling.cell.loop?.endsWithResults && resultsAsAnswer(whole);
      if (result) this.#ends.answered(whole, result);
      else await this.#ends.ask(whole);
    } catch (thrown) {
      this.#ends.failed(calling, toPolypromptError(thrown));
    }
  }
}

/** All rounds of a cell with their results; each new one is told as it comes. Rejects where a call cannot be answered. */
export async function answerRound(
  {
    grading,
    environment,
    emit,
  }: Pick<ExecuteContext, 'environment' | 'emit'> & { readonly grading?: ExecuteContext['grading'] | undefined },
  { cell, target, rounds }: CallingCell,
): Promise<readonly ToolRound[]> {
  const { loop, inputs: vars } = cell;
  if (!loop) return rounds;
  const { tools = [] } = cell.parameters ?? target.parameters;
  return answerCalls(
    { loop, rounds, tools, vars },
    {
      clock: environment.clock,
      ports: grading?.ports ?? {},
      told: (result) => emit({ type: 'tool-result', cell: cell.id, at: environment.clock.wallTime(), result }),
    },
  );
}

/** The result of a cell whose answer is what its tools gave. */
function resultsAsAnswer({ target, rounds }: CallingCell): CellResult | undefined {
  const last = rounds.at(-1);
  if (!last) return undefined;
  const { attempts, finishReason, servedModel, requestId } = last;
  return {
    target: target.id,
    model: target.model,
    answer: last.results.map(({ output }) => output).join('\n'),
    toolCalls: [],
    rounds,
    ...sumOfRounds(rounds.slice(0, -1), last),
    servedModel,
    requestId,
    finishReason,
    rawFinishReason: null,
    attempts,
    warnings: [],
  };
}
