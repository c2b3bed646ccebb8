import { defined } from '../jsonRead.ts';
import type { PlannedCost } from '../run/events.ts';
import type { ImproveHead } from '../run/improveHead.ts';
import { counted } from '../text/formatCount.ts';
import { formatShortPercent } from '../text/formatPercent.ts';
import { provableGain } from './proof.ts';
import { proofCalls } from './proofCalls.ts';
import { fewestToProve } from './splitRows.ts';

/** What an improvement will do, before anything is sent. */
export interface ImprovePlan {
  /** How the rows are split. */
  readonly rows: {
    readonly all: number;
    readonly working: number;
    readonly choosing: number;
    readonly heldOut: number;
    /** Rows that take no part, because the calls do not reach them. */
    readonly unused: number;
  };
  /** The smallest gain, a share, that shows in four of five runs; absent where nothing can be proved. */
  readonly provable?: number;
  /** What can be proved with so many rows, in one sentence. */
  readonly power: string;
  readonly budget: CallBudget;
  /** How many rows to work on may become examples; 0 for none. */
  readonly examples: number;
  /** USD; absent where it was not estimated. */
  readonly estimate?: PlannedCost;
  /** How often these held-out rows were looked at before. */
  readonly earlierLooks: number;
}

/** The budget in calls, cut into its parts. Without a limit of calls the search has no end of its own. */
export interface CallBudget {
  readonly most?: number;
  /** USD. */
  readonly mostCost?: number;
  /** The rows that are asked on the prompt as it is. */
  readonly start: number;
  readonly search?: number;
  /** The held-out rows, at least and at most. */
  readonly proof: { readonly least: number; readonly most: number };
}

export function improvePlan(head: ImproveHead, estimate?: PlannedCost): ImprovePlan {
  const { working, choosing, heldOut } = head.split;
  return {
    rows: {
      all: working.length + choosing.length + heldOut.length + (head.unused ?? 0),
      working: working.length,
      choosing: choosing.length,
      heldOut: heldOut.length,
      unused: head.unused ?? 0,
    },
    power: powerSentence(head),
    budget: callBudget(head),
    examples: head.examples ?? 0,
    earlierLooks: head.earlierLooks ?? 0,
    ...defined({ provable: provableGain(head.aim?.heldOut ?? heldOut.length, head.draws), estimate }),
  };
}

/** Fewer rows that change alike come about by chance in more than 5 of 100 runs. */
const fewestChanges = 6;

/** What can be proved with so many rows, in one sentence. */
function powerSentence({ split, aim, draws }: Pick<ImproveHead, 'split' | 'aim' | 'draws'>): string {
  if (split.heldOut.length === 0)
    return `With fewer than ${fewestToProve} rows nothing can be proved: an edit is proposed, and no gain is claimed.`;
  const rows = aim?.heldOut ?? split.heldOut.length;
  const what = aim ? `${counted(rows, 'held-out row')} of ${aim.figure}` : counted(rows, 'held-out row');
  const gain = rows < fewestChanges ? undefined : provableGain(rows, draws);
  if (gain === undefined)
    return `${what}: nothing can be proved, since ${fewestChanges} rows have to change before any test can see it.`;
  return `${what}, asked up to ${counted(draws, 'time')} on each side, show a gain of about ${formatShortPercent(gain)} or more in four of five runs; a smaller one may be missed.`;
}

/** The parts of the budget. */
export function callBudget({ split, port, maxCalls, maxCost, draws }: ImproveHead): CallBudget {
  const asked = { split, ...defined({ port }) };
  const start = (port ? 2 : 1) * (split.working.length + split.choosing.length);
  const most = proofCalls(asked, draws);
  const least = Math.min(maxCalls ?? most, proofCalls(asked, 1));
  const search = maxCalls === undefined ? undefined : Math.max(0, maxCalls - start - least);
  return { start, proof: { least, most }, ...defined({ most: maxCalls, mostCost: maxCost, search }) };
}
