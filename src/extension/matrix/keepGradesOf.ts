import { gradesOfCell } from '../../core/judges/judgeGrades.ts';
import { keepGrades } from '../../node/people/gradeFile.ts';
import type { MatrixAnswer } from '../../protocol.ts';
import type { MatrixPlace } from './matrixPlace.ts';

/** Keeps what judges said of an answer that a person has judged, so that they are measured where the run is not. */
export async function keepGradesOf({ services, suite, feed }: MatrixPlace, answer: MatrixAnswer): Promise<void> {
  const cell = feed?.answer(answer);
  const testCase = feed?.cases.get(answer.caseId)?.testCase;
  if (!feed || !cell || !testCase) return;
  const { state } = feed.session;
  const inputs = state.plan.find(({ id }) => id === cell.id)?.inputs ?? {};
  const open = await services.suites.read(suite);
  const grades = gradesOfCell(cell, { inputs, testCase, suite: open.suite });
  if (grades.length > 0) keepGrades(services.storageFor(suite), state.prompt, grades);
}
