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
  /** The height in pixels that the open row needs to show its longest answer. */
  readonly detail: number;
}

/** The data from which every view of the matrix is drawn, and the few things that a view may do. */
export interface MatrixContext {
  readonly state: MatrixState;
  readonly preferences: MatrixPreferences;
  readonly items: readonly GridItem[];
  /** The facts of the matrix; undefined while there is none. */
  readonly facts: MatrixFacts | undefined;
  readonly comparison: Comparison;
  readonly sight: Sight;
  readonly active: ActiveCell;
  /** Wall clock in milliseconds since 1970, for times that run. */
  readonly now: number;
  /** The name of the thing whose menu is open. */
  readonly menuOf: string | undefined;
  readonly isHelpShown: boolean;
  /** True when everything is drawn, not only what is in sight. */
  readonly isPrinting: boolean;
  /** The repeat of each target that is shown, where a case ran more than once. */
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
  /** Goes to the answer after that of a target: the next of the open row, else the first of the next row, which opens. */
  showNext(target: string): void;
}
