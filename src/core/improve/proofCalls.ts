import type { ImproveHead } from '../run/improveHead.ts';
import type { Limits } from './ledger.ts';

type Split = Pick<ImproveHead['split'], 'heldOut'>;

/** The calls that the proof takes. */
export function proofCalls({ split }: { readonly split: Split }, draws: number): number {
  return 2 * split.heldOut.length * draws;
}

interface Reserved {
  readonly split: Split;
  readonly limits: Limits;
  /** Times that each held-out row is asked on each side at most. */
  readonly draws: number;
}

/** How many draws of the proof are kept back from the search: it may use what the proof would only profit from. */
export function reservedDraws({ split, limits, draws }: Reserved): number {
  const { calls } = limits;
  if (calls === undefined) return draws;
  const each = proofCalls({ split }, 1);
  return Math.max(1, Math.min(draws, Math.floor(calls / 2 / Math.max(1, each))));
}
