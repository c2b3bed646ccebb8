import type { JudgesReport } from './judgesReport.ts';
import type { PeoplePreferences } from './peoplePreferences.ts';

/** What people say of a run's answers, as a page of its results has it. */
export interface PeopleInRun {
  /** How far its judges agree with people; absent where people have judged nothing, or no judge was asked. */
  readonly judges?: JudgesReport;
  /** What people chose between these answers; absent where nobody did. */
  readonly chosen?: readonly PeoplePreferences[];
}
