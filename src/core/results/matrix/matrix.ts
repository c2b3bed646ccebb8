import type { RunState } from '../../run/state.ts';
import type { Outcome } from '../outcome.ts';

/** The outcomes of cells: `queued` has not had its turn, and `running` waits for an answer or a verdict. */
export type MatrixOutcome = Outcome | 'queued' | 'running';

/** What a check of one label has read in one answer; `name` is its metric. */
export interface LabelReading {
  readonly name: string;
  readonly expected: string;
  readonly answered: string;
}

/** All repeats of a case on one target, as small as a list can show them. Absent figures are unknown. */
export interface MatrixCell {
  /** The worst of the repeats. */
  readonly outcome: MatrixOutcome;
  /** Mean of the repeats that were graded. */
  readonly score?: number;
  /** The check that failed, or the status of the error. */
  readonly note?: string;
  /** Another model than the one that was asked, which gave at least one of the answers. */
  readonly servedBy?: string;
  /** The beginning of the answer that came to this outcome, on one line. */
  readonly answer?: string;
  /** What checks of one label have read, over all repeats; only where there are such checks. */
  readonly readings?: readonly LabelReading[];
  /** The counts of the repeats; only where the case ran more than once. */
  readonly repeats?: { readonly total: number; readonly passed: number; readonly graded: number };
  readonly isFlaky?: true;
  /** True when the run before had another outcome. */
  readonly isChanged?: true;
  /** USD of the repeats whose cost is known. */
  readonly cost?: number;
  /** Milliseconds of the slowest repeat. */
  readonly ms?: number;
}

/** A case, under one prompt where the suite has several. */
export interface MatrixRow {
  /** The id of the case in the run; where there are several prompts it has the prompt's number. */
  readonly caseId: string;
  /** The position in the suite, from 1. */
  readonly number: number;
  readonly label: string;
  /** The beginning of its variables, in lower case. */
  readonly searchText: string;
  readonly metadata: Readonly<Record<string, string>>;
  /** True for a case that nobody has asked for real. */
  readonly isSynthetic?: true;
  /** The cells in the order of the targets; null where a target does not run the case. */
  readonly cells: readonly (MatrixCell | null)[];
}

export interface MatrixTarget {
  readonly id: string;
  readonly model: string;
  /** The label of the older version of the prompt that the target belongs to; absent for the newest one. */
  readonly version?: string;
  /** The id of the target in the newer version. */
  readonly newerId?: string;
  /** The column of the same target in the older version of the prompt. */
  readonly olderId?: string;
}

export type MatrixRun = Pick<RunState, 'runId' | 'status' | 'startedAt' | 'endedAt' | 'problems'>;

/** A run as cases x targets, with the beginning of each answer and without prompts. */
export interface Matrix {
  readonly run: MatrixRun;
  readonly targets: readonly MatrixTarget[];
  readonly rows: readonly MatrixRow[];
}

/** A cell that has changed, with its place in `rows` and `cells`. */
export interface MatrixChange {
  readonly row: number;
  readonly column: number;
  readonly cell: MatrixCell;
}

/** The matrix after these changes; the one before stays as it is. */
export function applyChanges(matrix: Matrix, changes: readonly MatrixChange[], run: MatrixRun = matrix.run): Matrix {
  const rows = [...matrix.rows];
  for (const { row, column, cell } of changes) {
    const before = rows[row];
    if (before) rows[row] = { ...before, cells: before.cells.with(column, cell) };
  }
  return { ...matrix, run, rows };
}
