import { PolypromptError, toPolypromptError } from '../../core/errors.ts';
import { pairedRows } from '../../core/judges/choicePairs.ts';
import { describeJudges } from '../../core/judges/describeJudges.ts';
import { gradesOfRun } from '../../core/judges/judgeGrades.ts';
import { type JudgedRun, judgesReport } from '../../core/judges/judgesReport.ts';
import { criterionName, peoplePreferenceLines } from '../../core/judges/peoplePreferenceLines.ts';
import { type PeoplePreferences, peoplePreferences } from '../../core/judges/peoplePreferences.ts';
import { answerLabels } from '../../core/people/answerLabels.ts';
import { casesOfRun } from '../../core/results/matrix/matrixCases.ts';
import type { RunState } from '../../core/run/state.ts';
import { inOneLine } from '../../core/text/inOneLine.ts';
import { slashedPath } from '../../node/files/slashedPath.ts';
import { keepGrades, readGrades } from '../../node/people/gradeFile.ts';
import { readChoices, readVerdicts, verdictFileOf } from '../../node/people/verdictFile.ts';
import { loadSuite } from '../inputs/loadSuitePlan.ts';
import { existingSuite, findRun, storageFor } from '../inputs/storedRuns.ts';
import { exitCodes } from '../terminal/exitCodes.ts';
import { print, printJson, tell } from '../terminal/terminal.ts';

export interface JudgesOptions {
  readonly suite?: string;
  readonly json?: true;
}

/** Prints how far the judges of a run agree with people's verdicts on its answers; the result is the exit code. */
export async function judges(run: string, { suite: file, json }: JudgesOptions): Promise<number> {
  const storage = storageFor(file);
  const stored = findRun(storage, run);
  if (stored.kind !== 'eval')
    throw new PolypromptError('invalid-arguments', `Run ${stored.runId} is no eval.`, {
      hint: 'Name a run of a suite; they are listed by: polyprompt runs',
    });
  const suite = await loadSuite(file ?? existingSuite(storage, stored, 'judges'));
  const { lines, broken } = readVerdicts(storage, stored.prompt);
  const place = slashedPath(process.cwd(), verdictFileOf(storage, stored.prompt));
  for (const line of broken) tell(`${place}:${line}: this line is no verdict and is left out.\n`);
  const choices = readChoices(storage, stored.prompt);
  if (lines.length + choices.length === 0)
    throw new PolypromptError('invalid-arguments', `Nobody has judged an answer of ${stored.prompt} yet.`, {
      hint: 'Open its results in the editor, open a row, and press p, f or u in an answer.',
    });
  const cases = casesOfRun(stored, suite);
  keepGraded(storage, stored, { cases, suite, lines });
  const { grades: kept } = readGrades(storage, stored.prompt);
  const report = judgesReport({ state: stored, cases, suite, lines, kept });
  const chosen = peoplePreferences(pairedRows(stored, cases), choices);
  if (json) printJson({ ...report, ...(chosen.length > 0 ? { chosen } : {}) }, 2);
  else print(`${lines.length > 0 ? describeJudges(report) : ''}${chosenText(chosen)}`);
  return exitCodes.done;
}

/** What people chose between answers, criterion by criterion; empty where nobody has chosen. */
function chosenText(chosen: readonly PeoplePreferences[]): string {
  return chosen
    .flatMap((one) => [
      '',
      inOneLine(criterionName(one)),
      ...peoplePreferenceLines(one, inOneLine).map((line) => `  ${line}`),
    ])
    .map((line) => `${line}\n`)
    .join('');
}

/** Keeps what the judges of the run said of answers with a label, so that they stay measured where the run is not. */
function keepGraded(
  storage: string,
  stored: RunState,
  { cases, suite, lines }: Omit<JudgedRun, 'state' | 'kept'>,
): void {
  const labels = answerLabels(lines);
  const graded = gradesOfRun(stored, cases, suite).filter(({ answer }) => labels.has(answer));
  try {
    keepGrades(storage, stored.prompt, graded);
  } catch (error) {
    tell(`${toPolypromptError(error).message}: the gate cannot know of these grades.\n`);
  }
}
