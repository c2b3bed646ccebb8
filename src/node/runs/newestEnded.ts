import { PolypromptError } from '../../core/errors.ts';
import type { RunState } from '../../core/run/state.ts';
import { runEndOf } from '../records/runEnd.ts';
import { RunHistory } from './runHistory.ts';

/** The newest run of a suite that has ended. Throws `invalid-arguments` where there is none; `insteadDo` is the advice then. */
export function newestEnded(storage: string, suite: string, insteadDo: string): RunState {
  for (const state of new RunHistory().each(storage, { prompt: suite, kind: 'eval' }))
    if (!['running', 'unfinished', 'submitted'].includes(runEndOf(storage, state))) return state;
  throw new PolypromptError('invalid-arguments', 'No run of this suite has ended yet.', { hint: insteadDo });
}
