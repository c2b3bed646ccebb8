import type { CellState } from '../run/state.ts';

/** Milliseconds that an answer took; a failure took all of its tries and the waits between them. */
export function timeTaken({ status, timing, triedMs }: CellState): number | undefined {
  return status === 'failed' ? (triedMs ?? timing?.totalMs) : timing?.totalMs;
}
