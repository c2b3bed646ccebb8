import { PolypromptError } from '../../core/errors.ts';

/** The error of a process that stood still for so long that another process took the run over. */
export function takenOver(): PolypromptError {
  return new PolypromptError('storage', 'Another window or command has taken this run over, so this one has stopped.', {
    hint: 'Look at the run there. Nothing that was answered before is lost.',
  });
}
