import { defined } from '../../core/jsonRead.ts';
import { planSuite, type SuitePlan } from '../../core/plan/planSuite.ts';
import { promptVersionOf } from '../../core/plan/promptVersion.ts';
import { counted } from '../../core/text/formatCount.ts';
import { addVerdicts } from '../../node/people/verdictFile.ts';
import { deleteRun, Journal } from '../../node/records/journal.ts';
import { type ReadResults, readForeignResults } from '../inputs/foreignResults.ts';
import { loadSuite, reportProblems } from '../inputs/loadSuitePlan.ts';
import { runNameOf, storageFor } from '../inputs/storedRuns.ts';
import { exitCodes } from '../terminal/exitCodes.ts';
import { print } from '../terminal/terminal.ts';

/** Stores foreign results as a run; the result is the exit code. */
export async function importRun(file: string, suite: string | undefined): Promise<number> {
  const planned = suite === undefined ? undefined : await planOf(suite);
  const name = runNameOf(suite ?? file);
  const imported = readForeignResults(file, { name, ...defined({ planned }) });
  const storage = storageFor(suite ?? file);
  store(storage, imported);
  const added = addVerdicts(storage, name, imported.verdicts);
  print(`${describe(imported, suite)}${describeRatings(imported, added)}`);
  return exitCodes.done;
}

/** Stores the whole run or nothing. Throws `storage`. */
function store(storage: string, { runId, events }: ReadResults): void {
  const journal = Journal.open(storage, runId);
  try {
    for (const event of events) journal.append(event);
  } catch (error) {
    deleteRun(storage, runId);
    throw error;
  } finally {
    journal.close();
  }
}

async function planOf(file: string): Promise<SuitePlan> {
  const suite = await loadSuite(file);
  const planned = planSuite(suite, { runId: '', name: runNameOf(file), promptVersion: promptVersionOf(suite) });
  reportProblems(planned.problems);
  return planned;
}

function describe({ runId, results, matched }: ReadResults, suite: string | undefined): string {
  const { rows, damaged } = results;
  const parts = [
    `${rows.length} rows stored as run ${runId}`,
    ...(suite === undefined ? [] : [`${matched} of them cases of ${suite}`]),
    ...(damaged > 0 ? [`${damaged} damaged rows left out`] : []),
  ];
  const next = suite === undefined ? `export ${runId} --output results.html` : `rescore ${runId}`;
  return `${parts.join(', ')}\nGo on with: polyprompt ${next}\n`;
}

/** What became of the ratings and comments that people left in promptfoo's viewer; empty where they left none. */
function describeRatings({ verdicts, comments }: ReadResults, added: number): string {
  const known = verdicts.length - added;
  const ratings =
    verdicts.length === 0
      ? ''
      : `${counted(added, 'rating')} kept as people's verdicts${known > 0 ? `, ${known} known already` : ''}: set judges against them with polyprompt judges\n`;
  const left =
    comments === 0 ? '' : `${counted(comments, 'comment')} without a rating left out: a verdict is pass or fail\n`;
  return `${ratings}${left}`;
}
