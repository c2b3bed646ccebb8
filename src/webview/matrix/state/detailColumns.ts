import { defined } from '../../../core/jsonRead.ts';
import type { MatrixRow } from '../../../core/results/matrix/matrix.ts';
import type { CellState } from '../../../core/run/cellState.ts';
import type { MatrixAnswer } from '../../../protocol.ts';
import type { AnswerContext } from '../../panel/answerContext.ts';
import { baseOf, type Column } from '../../panel/column.ts';
import type { MatrixContext } from './matrixContext.ts';
import { targetNames } from './matrixFigures.ts';

/** A target's answer to the open case: one repeat of it, and the number of repeats. */
export interface DetailColumn extends Column {
  readonly repeats: readonly CellState[];
  /** True for the answer to an older version of the prompt. */
  readonly isOlderVersion: boolean;
}

/** A column of the open row with all that its views are drawn from. */
export interface ColumnOfRow {
  readonly context: MatrixContext;
  readonly answers: AnswerContext;
  readonly row: MatrixRow;
  readonly column: DetailColumn;
}

/** The answer that a wish of a column is about. */
export function answerOf({ row, column }: Pick<ColumnOfRow, 'row' | 'column'>): MatrixAnswer {
  return { caseId: row.caseId, target: column.target, repeat: column.cell?.repeat ?? 0 };
}

/** The answers of the open row side by side; exactly one of them is the base. */
export function detailColumns({ state, preferences, repeatOf }: MatrixContext): readonly DetailColumn[] {
  const { matrix, row } = state;
  if (!matrix || !row) return [];
  const columns = matrix.targets.flatMap((target): DetailColumn[] => {
    const repeats = row.cells
      .filter((cell) => cell.target === target.id)
      .sort((left, right) => left.repeat - right.repeat);
    if (repeats.length === 0) return [];
    const cell = repeats.find(({ repeat }) => repeat === repeatOf.get(target.id)) ?? firstToSee(repeats);
    const { label, provider } = targetNames(target);
    return [
      {
        target: target.id,
        model: target.model,
        label,
        provider,
        isSimulated: target.model.startsWith('simulated/'),
        isBase: false,
        ...defined({ comparedWith: target.olderId }),
        cell,
        repeats,
        isOlderVersion: target.version !== undefined,
      },
    ];
  });
  // Where versions of a prompt are compared, each older one is the base of its own newer one.
  if (columns.some((column) => column.isOlderVersion))
    return columns.map((column) => ({ ...column, isBase: column.isOlderVersion }));
  const base = baseOf(columns, preferences.base);
  return columns.map(({ comparedWith: _none, ...column }) => ({ ...column, isBase: column.target === base?.target }));
}

/** The repeat to show first. Of several, the one that failed is why the row was opened. */
function firstToSee(repeats: readonly CellState[]): CellState | undefined {
  return repeats.find(({ status, verdict }) => status === 'failed' || verdict?.outcome === 'fail') ?? repeats[0];
}
