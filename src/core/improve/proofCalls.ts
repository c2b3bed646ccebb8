import { defined } from '../jsonRead.ts';
import type { ImproveHead } from '../run/improveHead.ts';
import type { Limits } from './ledger.ts';

interface Proof {
  readonly split: Pick<ImproveHead['split'], 'heldOut'>;
  /** Set for a port. */
  readonly port?: object;
}

/** The calls that the proof takes for one finalist. A port asks the old prompt on the old model as well. */
export function proofCalls({ split, port }: Proof, draws: number): number {
  return (port ? 3 : 2) * split.heldOut.length * draws;
}

interface Reserved extends Proof {
  readonly limits: Limits;
  /** Times that each held-out row is asked on each side at most. */
  readonly draws: number;
}

/** How many draws of the proof are kept back from the search: it may use what the proof would only profit from. */
export function reservedDraws({ split, port, limits, draws }: Reserved): number {
  const { calls } = limits;
  if (calls === undefined) return draws;
  const each = proofCalls({ split, ...defined({ port }) }, 1);
  return Math.max(1, Math.min(draws, Math.floor(calls / 2 / Math.max(1, each))));
}
