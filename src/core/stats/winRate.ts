import { mcnemar } from './mcnemar.ts';
import { type Interval, wilson } from './wilson.ts';

/** How often one side was preferred, the other was, and neither. */
export interface WinCounts {
  readonly wins: number;
  readonly losses: number;
  readonly ties: number;
}

/** How clearly one side is preferred. */
export interface WinRate {
  /** Wins and half of the ties, of all. */
  readonly rate: number;
  /** At 95%, of that half-count; a little wide where there are many ties. */
  readonly interval: Interval;
  /** Wins against losses, ties left out (exact sign test, two-sided). */
  readonly p: number;
}

/** Undefined where nothing was compared. */
export function winRate({ wins, losses, ties }: WinCounts): WinRate | undefined {
  const n = wins + losses + ties;
  const half = wins + ties / 2;
  const interval = wilson(half, n);
  return interval && { rate: half / n, interval, p: mcnemar(wins, losses) };
}
