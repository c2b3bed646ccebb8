import type { RunState } from '../../run/state.ts';
import type { Outcome } from '../outcome.ts';

/** `queued` has not had its turn, `running` waits for an answer or a verdict. */
export type MatrixOutcome = Outcome | 'queued' | 'running';

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
  /** Only where the case ran more than once. */
  readonly repeats?: { readonly total: number; readonly passed: number; readonly graded: number };
  readonly isFlaky?: true;
  /** The run before came to another outcome. */
  readonly isChanged?: true;
  /** USD, of the repeats whose cost is known. */
  readonly cost?: number;
  /** The slowest repeat. */
  readonly ms?: number;
}

/** A case, under one prompt where the suite has several. */
export interface MatrixRow {
  /** As the run knows it: with the number of its prompt where there are several. */
  readonly caseId: string;
  /** Place in the suite, from 1. */
  readonly number: number;
  readonly label: string;
  /** The beginning of its variables, in lower case. */
  readonly searchText: string;
  readonly metadata: Readonly<Record<string, string>>;
  /** In the order of the targets; null where a target does not run the case. */
  readonly cells: readonly (MatrixCell | null)[];
}

export interface MatrixTarget {
  readonly id: string;
  readonly model: string;
  /** Of an older version of the prompt: what that is called. */
  readonly version?: string;
  /** What it is called in the newer version. */
  readonly newerId?: string;
  /** The column of the same target in the older version of the prompt. */
  readonly olderId?: string;
}

export type MatrixRun = Pick<RunState, 'runId' | 'status' | 'startedAt' | 'endedAt' | 'problems'>;

/** A run as cases x targets, with the beginning of each answer and no prompt. */
export interface Matrix {
  readonly run: MatrixRun;
  readonly targets: readonly MatrixTarget[];
  readonly rows: readonly MatrixRow[];
}

/** A cell that is not what it was, at its place in `rows` and `cells`. */
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
