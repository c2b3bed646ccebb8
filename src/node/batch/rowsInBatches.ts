import type { BatchWork } from './batchWork.ts';

/** Leaves to batch jobs only the cells of these rows; everything else, judges too, is asked at once. */
export function rowsInBatches(work: BatchWork, caseIds: ReadonlySet<string>): BatchWork {
  return {
    desk: {
      takeCell: (calling) => caseIds.has(calling.cell.caseId) && work.desk.takeCell(calling),
      takeQuestion: () => false,
      judgement: (question) => work.desk.judgement(question),
    },
    hasOpenJudges: false,
    mayAsk: (cell) => work.mayAsk(cell),
    arriving: (run) => work.arriving(run),
    finish: (run) => work.finish(run),
  };
}
