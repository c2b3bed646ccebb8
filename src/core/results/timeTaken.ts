import type { CellState } from '../run/cellState.ts';

/** Milliseconds that an answer took; for a failure, those of all its tries and the waits between them. Undefined when it was not timed. */
export function timeTaken({ status, timing, triedMs }: CellState): number | undefined {
  return status === 'failed' ? (triedMs ?? timing?.totalMs) : timing?.totalMs;
}
