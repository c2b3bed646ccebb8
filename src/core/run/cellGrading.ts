import type { AnswerVerdict, Judge } from '../grading/verdict.ts';
import type { CellResult, PlannedCell } from './events.ts';

/** How the answers of a run are judged; the run waits for it. Models are asked by `judge` alone. */
export interface CellGrading {
  /** What it throws makes the answer ungraded. */
  grade(cell: PlannedCell, result: CellResult, judge: Judge): Promise<AnswerVerdict>;
}
