import type { Suite } from '../../core/dataset/suite.ts';
import { judgesReport } from '../../core/judges/judgesReport.ts';
import { readGrades } from '../../node/people/gradeFile.ts';
import { readVerdicts } from '../../node/people/verdictFile.ts';
import type { MatrixView } from '../../protocol.ts';
import type { MatrixPlace } from './matrixPlace.ts';

/** The most disagreements of one judge that a page has. */
const listed = 50;

/** How far the judges of the run that is shown agree with people; nothing where nobody has judged an answer. */
export function judgesInRun({ services, suite: uri, feed }: MatrixPlace, suite: Suite): Pick<MatrixView, 'judges'> {
  if (!feed) return {};
  const storage = services.storageFor(uri);
  const { state } = feed.session;
  const { lines } = readVerdicts(storage, state.prompt);
  if (lines.length === 0) return {};
  const { grades: kept } = readGrades(storage, state.prompt);
  const { judges, ...report } = judgesReport({ state, cases: feed.cases, suite, lines, kept });
  if (judges.length === 0) return {};
  const shown = judges.map((judge) => ({ ...judge, disagreements: judge.disagreements.slice(0, listed) }));
  return { judges: { ...report, judges: shown } };
}
