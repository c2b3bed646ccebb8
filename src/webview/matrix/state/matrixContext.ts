import type { MatrixMessage } from '../../../protocol.ts';
import type { Comparison } from '../../panel/comparison.ts';
import type { GridItem, MatrixFilter } from './gridItems.ts';
import type { MatrixFacts } from './matrixFacts.ts';
import type { MatrixPreferences } from './matrixPreferences.ts';
import type { MatrixState } from './matrixStore.ts';

/** The cell that the keys act on: a line of the grid, and 0 for its case or the number of the target from 1. */
export interface ActiveCell {
  readonly line: number;
  readonly column: number;
}

/** The part of the grid that is in sight, in pixels. */
export interface Sight {
  readonly top: number;
  readonly height: number;
  readonly width: number;
  /** What the open row would need to show its longest answer. */
  readonly detail: number;
}

/** What every view of the matrix is drawn from, and the few things a view may do. */
export interface MatrixContext {
  readonly state: MatrixState;
  readonly preferences: MatrixPreferences;
  readonly items: readonly GridItem[];
  /** Of the matrix; undefined while there is none. */
  readonly facts: MatrixFacts | undefined;
  readonly comparison: Comparison;
  readonly sight: Sight;
  readonly active: ActiveCell;
  /** Wall clock in milliseconds since 1970, for times that run. */
  readonly now: number;
  /** What the open menu belongs to. */
  readonly menuOf: string | undefined;
  readonly isHelpShown: boolean;
  /** Everything is drawn, not only what is in sight. */
  readonly isPrinting: boolean;
  /** The repeat that is shown of a target, where a case ran more than once. */
  readonly repeatOf: ReadonlyMap<string, number>;
  post(message: MatrixMessage): void;
  prefer(change: Partial<MatrixPreferences>): void;
  filter(change: Partial<MatrixFilter>): void;
  openMenu(menu: string | undefined): void;
  showHelp(isShown: boolean): void;
  /** Opens the row of a case, or closes the open one. */
  openRow(caseId: string | undefined): void;
  activate(cell: ActiveCell): void;
  showRepeat(target: string, repeat: number): void;
}
