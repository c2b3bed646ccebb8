import { setImmediate } from 'node:timers/promises';

/** Milliseconds after which other work gets its turn. */
const turnMs = 30;

/**
 * Gives other work its turn now and then: reading waits for nothing but the disk, which is mostly quicker than we are. There is a promise to
 * wait for only where it is the turn of others.
 */
export function takingTurns(): () => Promise<void> | undefined {
  let since = performance.now();
  return () => {
    if (performance.now() - since < turnMs) return undefined;
    return setImmediate().then(() => {
      since = performance.now();
    });
  };
}
