import type { ScriptPorts } from '../grading/grader.ts';
import type { AnswerVerdict, Judge } from '../grading/verdict.ts';
import type { Message } from '../messages.ts';
import type { CellState } from './cellState.ts';
import type { CellResult, PlannedCell } from './events.ts';
import type { RunState } from './state.ts';

/** Gives the state of a cell of the run; undefined for an unknown cell. */
export type StateOf = (cell: string) => CellState | undefined;

/** The grading of a run's answers, which the run waits for. Models are asked by `judge` alone. */
export interface CellGrading {
  /** The means to run code that comes with the suite. */
  readonly ports?: ScriptPorts;
  /** Grades an answer; an error that it throws makes the answer ungraded. */
  grade(cell: PlannedCell, result: CellResult, judge: Judge, state: StateOf): Promise<AnswerVerdict>;
  /**
   * The same grading without asking any model: judges' verdicts in this run are kept where the things that they are about have not changed.
   */
  withoutJudges?(state: RunState): CellGrading;
  /** The messages for a cell with `after`, once those cells have ended. An error that it throws is the cell's failure. */
  prepare?(cell: PlannedCell, state: StateOf): Promise<readonly Message[]>;
  /** The answers that this cell's answer is compared with; undefined when no check does so. */
  rowOf?(cell: PlannedCell): ComparedRow | undefined;
  /** Carries out the checks that compare the answers of a row; returns the verdicts in the order of the answers. */
  compare?(answers: readonly JudgedAnswer[], judge: Judge, state: StateOf): Promise<readonly AnswerVerdict[]>;
}

export interface ComparedRow {
  readonly key: string;
  readonly cells: readonly PlannedCell[];
}

/** A cell that has an answer. */
export interface AnsweredCell {
  readonly cell: PlannedCell;
  readonly result: CellResult;
}

export interface JudgedAnswer extends AnsweredCell {
  readonly verdict: AnswerVerdict;
}
