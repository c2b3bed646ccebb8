import type { RunHandle } from '../../core/execute/execute.ts';
import type { RunOutcome } from '../../core/run/events.ts';

/** A handle that asks nothing and ends when it is released: it keeps a run from ending between two steps. */
export function heldHandle(): { readonly handle: RunHandle; readonly release: () => void } {
  const { promise, resolve } = Promise.withResolvers<RunOutcome>();
  const nothing = () => {};
  const handle: RunHandle = {
    ended: promise,
    stop: nothing,
    finishUp: nothing,
    stopCell: nothing,
    answerCall: () => false,
    pause: nothing,
    resume: nothing,
    lanes: () => [],
    setConcurrency: nothing,
  };
  return { handle, release: () => resolve('done') };
}
