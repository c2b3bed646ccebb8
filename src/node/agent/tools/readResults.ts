import { runAnswer } from '../../../core/agent/answers/runAnswer.ts';
import type { readResults as definition } from '../../../core/agent/tools/readResults.ts';
import { PolypromptError } from '../../../core/errors.ts';
import { listRunIds } from '../../records/journal.ts';
import { RunHistory } from '../../runs/runHistory.ts';
import { fileInFolder } from '../fileInFolder.ts';
import { runToTell } from '../runToTell.ts';
import { storageOf } from '../storageOf.ts';
import type { Carries } from '../toolWork.ts';

/** Reads a run, and waits for its end first where that is wished. Giving the call up leaves the run alone. */
export const readResults: Carries<typeof definition> = async (means, asked, call) => {
  const { context, runs } = means;
  const runId = asked.run ?? newestRun(context.folder, asked.suite);
  await runs.wait(runId, { seconds: asked.wait_seconds ?? 0, stopsOnAbort: false }, call);
  return runAnswer(await runToTell(means, runId), asked);
};

function newestRun(folder: string, suite: string | undefined): string {
  const storage = storageOf(folder);
  const newest =
    suite === undefined
      ? listRunIds(storage)[0]
      : new RunHistory({ keptCells: 0 }).list(storage, { prompt: fileInFolder(folder, suite).file, limit: 1 })[0]
          ?.runId;
  if (newest !== undefined) return newest;
  throw new PolypromptError('invalid-arguments', 'No run is stored here yet.', { hint: 'Start one with run_evals.' });
}
