import { PolypromptError } from '../../core/errors.ts';
import { listRunIds } from '../records/journal.ts';
import { isLocked } from '../records/runLock.ts';
import { readRun } from '../runs/readRun.ts';

/** How many of the newest runs are looked at. */
const recent = 30;

/** Throws where somebody, this process or another one, is at work on a run of the same suite: two agents would pay for the same twice. */
export function requireNoOtherRun(storage: string, name: string): void {
  const open = listRunIds(storage)
    .slice(0, recent)
    .filter((runId) => isLocked(storage, runId))
    .find((runId) => readRun(storage, runId)?.prompt === name);
  if (open === undefined) return;
  throw new PolypromptError('storage', `Run ${open} of ${name} is under way, by you or somebody else.`, {
    hint: `Wait for it with read_results and run ${open}. To start another one all the same, give \`alongside\`.`,
  });
}
