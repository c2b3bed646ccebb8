import { PolypromptError } from '../../core/errors.ts';
import type { RunSession } from '../runs/runSession.ts';
import type { Allowance } from './allowance.ts';

/**
 * Stops a run that has just been started where its journal cannot be written, and throws `storage`: what an agent buys has to be there
 * when it is asked for.
 */
export function requireRecorded(session: RunSession, allowance: Allowance): void {
  if (session.isRecorded) return;
  session.stop();
  allowance.settle(session.cost);
  throw new PolypromptError('storage', 'The run cannot be recorded in .polyprompt, so it was not started.', {
    hint: 'Ask the user to make room on the disk, or to make the folder writable.',
  });
}
