import { personSubjects } from '../../core/results/matrix/personSubjects.ts';
import type { MatrixPlace } from './matrixPlace.ts';

/** Lets a new verdict of a person count in the case's checks. Where none of them asks people, there is nothing to grade again. */
export function regradeByPeople({ services, suite, feed }: MatrixPlace, caseId: string): void {
  const checks = feed?.cases.get(caseId)?.testCase.checks ?? [];
  if (feed && personSubjects(checks)) services.evals.regradeSoon(suite, feed.session.runId, caseId);
}
