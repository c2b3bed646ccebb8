import type { ScriptPorts } from '../grading/grader.ts';
import type { AnswerVerdict, Judge } from '../grading/verdict.ts';
import type { Message } from '../messages.ts';
import type { CellResult, PlannedCell } from './events.ts';
import type { CellState, RunState } from './state.ts';

/** How a cell of the run stands. */
export type StateOf = (cell: string) => CellState | undefined;

/** How the answers of a run are judged; the run waits for it. Models are asked by `judge` alone. */
export interface CellGrading {
  /** How code that comes with the suite may run. */
  readonly ports?: ScriptPorts;
  /** What it throws makes the answer ungraded. */
  grade(cell: PlannedCell, result: CellResult, judge: Judge, state: StateOf): Promise<AnswerVerdict>;
  /** The same without asking any model: judges' verdicts in this run are kept where what they are about has not changed. */
  withoutJudges?(state: RunState): CellGrading;
  /** What is sent for a cell with `after`, once these cells have their end. What it throws is the cell's failure. */
  prepare?(cell: PlannedCell, state: StateOf): Promise<readonly Message[]>;
  /** The answers that this cell's answer is compared with; undefined when no check does so. */
  rowOf?(cell: PlannedCell): ComparedRow | undefined;
  /** Carries out what compares the answers of a row; the verdicts stand in the order of the answers. */
  compare?(answers: readonly JudgedAnswer[], judge: Judge, state: StateOf): Promise<readonly AnswerVerdict[]>;
}

export interface ComparedRow {
  readonly key: string;
  readonly cells: readonly PlannedCell[];
}

/** An answer that is there. */
export interface AnsweredCell {
  readonly cell: PlannedCell;
  readonly result: CellResult;
}

export interface JudgedAnswer extends AnsweredCell {
  readonly verdict: AnswerVerdict;
}
