import type { CellState } from '../../core/run/cellState.ts';
import { turnTexts } from '../../core/run/turnTexts.ts';
import type { ColumnAnswer } from '../../protocol.ts';

/** One column: the model, and its cell once there is a run. */
export interface Column {
  readonly target: string;
  /** Model id, `provider/model`. */
  readonly model: string;
  /** Unique in its run: the model, and what sets the column apart from others of that model. */
  readonly label: string;
  /** The name of its model, and what sets it apart in words: the version of the prompt, the setting. */
  readonly kind?: { readonly name: string; readonly words: readonly string[] };
  readonly provider: string;
  readonly isSimulated: boolean;
  readonly isBase: boolean;
  /** The column that it is compared with, in place of the base. */
  readonly comparedWith?: string;
  /** The answer that is shown. */
  readonly cell: CellState | undefined;
  /** All answers, in their order, where the column was asked several times. */
  readonly repeats?: readonly CellState[];
}

/** The answer of a column that a wish is about: the one that is shown. */
export function shownAnswer({ target, cell }: Pick<Column, 'target' | 'cell'>): ColumnAnswer {
  return cell && cell.repeat > 0 ? { target, repeat: cell.repeat } : { target };
}

/** The column that was chosen, else the first. An answer that failed is not the base while there is another. */
export function baseOf<One extends Column>(columns: readonly One[], chosen: string): One | undefined {
  const wanted = columns.find((column) => column.target === chosen) ?? columns[0];
  return wanted && hasFailed(wanted) ? (columns.find((column) => !hasFailed(column)) ?? wanted) : wanted;
}

function hasFailed({ cell }: Column): boolean {
  return cell?.status === 'failed' || cell?.status === 'cancelled';
}

/** All answers of a column, be it one. */
export function answersOf({ cell, repeats }: Column): readonly CellState[] {
  return repeats ?? (cell ? [cell] : []);
}

/** True while one of a column's answers is on its way. */
export function isBusy(column: Column): boolean {
  return answersOf(column).some(isRunning);
}

export function isRunning(cell: CellState | undefined): boolean {
  return cell?.status === 'waiting' || cell?.status === 'streaming' || cell?.status === 'retrying';
}

/** The last words of a finished cell; undefined while it is on its way, when it failed, or when it only calls tools. */
export function finishedText({ cell }: Column): string | undefined {
  if (cell?.status !== 'done') return undefined;
  return cell.text === '' && cell.toolCalls.length > 0 ? undefined : cell.text;
}

/** What was said in a finished cell, turn by turn, calls and results included; undefined while it is on its way, and when it failed. */
export function finishedTurns({ cell }: Column): readonly string[] | undefined {
  return cell?.status === 'done' ? turnTexts(cell) : undefined;
}

/** The column against which a column's differences are shown; undefined for a base, and where the counterpart does not exist. */
export function baseFor(columns: readonly Column[], column: Column): Column | undefined {
  if (column.isBase) return undefined;
  const { comparedWith } = column;
  return columns.find((other) => (comparedWith === undefined ? other.isBase : other.target === comparedWith));
}

/** The column that a column is compared with in the diff editor: its base, or for a base the first that is compared with it. */
export function otherSide(columns: readonly Column[], column: Column): Column | undefined {
  if (column.comparedWith !== undefined) return baseFor(columns, column);
  const own = columns.find((other) => other.comparedWith === column.target);
  return own ?? columns.find((other) => (column.isBase ? !other.isBase : other.isBase));
}
