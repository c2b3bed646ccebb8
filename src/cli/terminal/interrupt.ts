import type { RunSession } from '../../node/runs/runSession.ts';
import { exitCodes } from './exitCodes.ts';

/** The first Ctrl-C stops the models and keeps their answers; a second one ends the process at once. */
export function stopOnInterrupt(session: RunSession): () => boolean {
  let interrupted = false;
  process.on('SIGINT', () => {
    if (interrupted) process.exit(exitCodes.interrupted);
    interrupted = true;
    session.stop();
  });
  return () => interrupted;
}
