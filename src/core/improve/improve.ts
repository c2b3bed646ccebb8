import { defined } from '../jsonRead.ts';
import type { ImproveResult } from '../run/improveResult.ts';
import { judgeFinalists, proofAsks } from './finalists.ts';
import { proofCalls } from './proofCalls.ts';
import { type ChainLink, type ImproveTask, type SearchEnd, type Steps, search } from './search.ts';
import { shorten } from './shorten.ts';
import { fewestToProve } from './splitRows.ts';

/** More finalists would cost more proof than they bring choice. */
const mostFinalists = 3;

/** Searches, then asks the held-out rows once, for the start and the finalists together. */
export function* improve(task: ImproveTask): Steps<ImproveResult> {
  const found = yield* task.shorter ? shorten(task) : search(task);
  const { start, best, proposals, ledger, ended } = found;
  const draws = Math.min(task.draws, Math.floor(ledger.left / Math.max(1, proofCalls(task, 1))));
  const isBetter = best.number !== start.number;
  const canProve = isBetter && task.rows.length >= fewestToProve && draws >= 1;
  const links = canProve ? finalistsOf(found, task, draws) : [];
  const asks = proofAsks([start, ...links.map(({ wording }) => wording)], task.split.heldOut, draws);
  const answers = canProve ? ledger.take(asks, yield { type: 'ask', phase: 'proof', asks }) : [];
  const finalists = judgeFinalists(task, { start, links, chain: found.chain }, { asks, answers });
  const proven = finalists.find(({ isProven }) => isProven)?.wording;
  const unprovable = isBetter && task.rows.length < fewestToProve ? best : undefined;
  return {
    start,
    ...defined({ offered: proven ?? unprovable }),
    finalists,
    proposals,
    ended,
    isShorter: task.shorter === true,
    task: ledger.task,
    reflect: ledger.reflect,
  };
}

/**
 * The best wording, then those that it was made of, without its last edits, as far as the budget reaches with all draws. Their order is
 * fixed before a held-out row is asked, so that what is offered is not chosen by what it claims.
 */
function finalistsOf({ chain, ledger }: SearchEnd, { split }: ImproveTask, draws: number): readonly ChainLink[] {
  const sides = Math.floor(ledger.left / Math.max(1, split.heldOut.length * draws));
  return chain.toReversed().slice(0, Math.max(1, Math.min(mostFinalists, sides - 1)));
}
