import { moneyOf } from '../../../core/agent/answers/runAnswer.ts';
import type { stopRun as definition } from '../../../core/agent/tools/stopRun.ts';
import { PolypromptError } from '../../../core/errors.ts';
import { costOfRun, formatRunCost } from '../../../core/results/summary.ts';
import { runEndOf } from '../../records/runEnd.ts';
import { leftToday } from '../agentMeans.ts';
import { storageOf } from '../storageOf.ts';
import type { Carries } from '../toolWork.ts';

/** Stops what this server has started. */
export const stopRun: Carries<typeof definition> = async (means, { run }) => {
  const storage = storageOf(means.context.folder);
  const wasUnderWay = await means.runs.stop(run);
  const state = means.comparisons.has(run) ? undefined : means.runs.stateOf(storage, run);
  if (!state && !wasUnderWay)
    throw new PolypromptError('invalid-arguments', 'Nothing of this id is under way here.', {
      hint: 'Only what this server has started can be stopped by it.',
    });
  const cost = state && costOfRun(state);
  const end = state ? runEndOf(storage, state) : 'ended';
  return {
    summary: wasUnderWay ? 'It is stopped: nothing more is asked. What was answered is kept.' : `It had ended: ${end}.`,
    run,
    state: wasUnderWay ? 'stopped' : end,
    ...(cost ? { cost: formatRunCost(cost), ...moneyOf(cost) } : {}),
    leftToday: leftToday(means),
  };
};
