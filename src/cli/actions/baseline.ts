import { PolypromptError } from '../../core/errors.ts';
import { slashedPath } from '../../node/files/slashedPath.ts';
import { acceptRun } from '../../node/gate/acceptRun.ts';
import { loadSuite } from '../inputs/loadSuitePlan.ts';
import { existingSuite, findRun, storageFor } from '../inputs/storedRuns.ts';
import { exitCodes } from '../terminal/exitCodes.ts';
import { print } from '../terminal/terminal.ts';

/** Accepts a run as its suite's baseline; the result is the exit code. */
export async function baseline(run: string, suiteFile: string | undefined): Promise<number> {
  const storage = storageFor(suiteFile);
  const stored = findRun(storage, run);
  if (stored.kind !== 'eval')
    throw new PolypromptError('invalid-arguments', `Run ${stored.runId} is no eval.`, {
      hint: 'Accept a run of a suite: polyprompt eval SUITE',
    });
  const suite = await loadSuite(suiteFile ?? existingSuite(storage, stored, 'baseline'));
  const { file, accepted, leftOut, dropped } = acceptRun(storage, stored, { suite, today: Date.now() });
  const parts = [`${accepted} results accepted in ${slashedPath(process.cwd(), file)}`];
  if (leftOut > 0) parts.push(`${leftOut} left out that were not graded`);
  if (dropped > 0) parts.push(`${dropped} dropped whose cases are gone`);
  print(`${parts.join('; ')}.\n`);
  return exitCodes.done;
}
