import { toPolypromptError } from '../errors.ts';
import type { AnswerVerdict } from '../grading/verdict.ts';
import type { CellGrading, ComparedRow, JudgedAnswer, StateOf } from '../run/cellGrading.ts';
import type { CellState } from '../run/cellState.ts';
import type { PlannedCell, Target } from '../run/events.ts';
import { resultOf } from '../run/resultOf.ts';
import type { ExecuteContext } from './executeContext.ts';
import type { JudgeDesk } from './judgeDesk.ts';

interface ComparisonContext extends Pick<ExecuteContext, 'grading' | 'environment' | 'emit'> {
  readonly targets: readonly Target[];
  readonly stateOf: StateOf;
  /** Keeps the run from ending while a row is compared. */
  during(work: Promise<void>): void;
}

/** A cell of a row with how it stands. */
interface RowCell {
  readonly cell: PlannedCell;
  readonly state: CellState;
}

/** Compares the answers of each row once, as soon as the last of them has its verdict or has failed for good. */
export class RowComparisons {
  readonly #context: ComparisonContext;
  readonly #openDesk: (row: string) => JudgeDesk;
  readonly #compared = new Set<string>();
  /** The cells that are being graded: their rows wait for them. */
  readonly #open = new Set<string>();

  constructor(context: ComparisonContext, openDesk: (row: string) => JudgeDesk) {
    this.#context = context;
    this.#openDesk = openDesk;
  }

  /** Has to be called for every cell before it is graded. */
  expect(planned: PlannedCell): void {
    this.#open.add(planned.id);
  }

  /** Has to be called for every cell that has its verdict, or will have none. */
  ended(planned: PlannedCell): void {
    this.#open.delete(planned.id);
    const { grading, stateOf } = this.#context;
    const row = grading?.rowOf?.(planned);
    if (!grading || !row || this.#compared.has(row.key) || row.cells.some(({ id }) => this.#open.has(id))) return;
    const answers = comparableCells(row, stateOf);
    if (!answers) return;
    this.#compared.add(row.key);
    this.#context.during(this.#compare(answers, grading, this.#openDesk(`row ${row.key}`)));
  }

  async #compare(answers: readonly RowCell[], grading: CellGrading, desk: JudgeDesk): Promise<void> {
    const verdicts = await this.#verdicts(answers, grading, desk);
    if (desk.isStopped) return;
    const at = this.#context.environment.clock.wallTime();
    for (const [index, { cell, state }] of answers.entries()) {
      // A judge that never had its turn leaves the row uncompared.
      const verdict = desk.judging?.left ? state.verdict : verdicts[index];
      const account = desk.judging && index === 0 ? { judging: desk.judging } : {};
      if (verdict) this.#context.emit({ type: 'cell-graded', cell: cell.id, at, verdict, ...account });
    }
  }

  async #verdicts(
    answers: readonly RowCell[],
    grading: CellGrading,
    desk: JudgeDesk,
  ): Promise<readonly AnswerVerdict[]> {
    try {
      const judged = await Promise.all(answers.map((answer) => this.#judged(answer, grading, desk)));
      return (await grading.compare?.(judged, desk, this.#context.stateOf)) ?? [];
    } catch (thrown) {
      const { message } = toPolypromptError(thrown);
      return answers.map(() => ({ outcome: 'ungraded', score: 0, reason: message, namedScores: {}, checks: [] }));
    }
  }

  /** An answer with its verdict. One that was compared before is graded anew first, as a rule from the cache. */
  async #judged({ cell, state }: RowCell, grading: CellGrading, desk: JudgeDesk): Promise<JudgedAnswer> {
    const { targets, stateOf } = this.#context;
    const result = resultOf({ targets }, state);
    if (!result || !state.verdict) throw new Error('only answers with a verdict are compared');
    const { verdict } = state;
    return {
      cell,
      result,
      verdict: verdict.awaitsComparison ? verdict : await grading.grade(cell, result, desk, stateOf),
    };
  }
}

/** The answers of a row, when all are there and some of them are not compared yet; undefined otherwise. */
function comparableCells({ cells }: ComparedRow, stateOf: StateOf): readonly RowCell[] | undefined {
  const row = cells.flatMap((cell): readonly RowCell[] => {
    const state = stateOf(cell.id);
    return state ? [{ cell, state }] : [];
  });
  const isReady = row.every(({ state }) => state.status === 'failed' || isJudged(state));
  if (!isReady || !row.some(({ state }) => state.verdict?.awaitsComparison)) return undefined;
  return row.filter(({ state }) => state.status === 'done');
}

function isJudged({ status, verdict, judging }: CellState): boolean {
  return status === 'done' && verdict !== undefined && judging?.left === undefined;
}
