import { defined } from '../jsonRead.ts';
import type { ImproveResult, PortFinding } from '../run/improveResult.ts';
import { addExamples } from './addExamples.ts';
import { judgeFinalists, judgePort, proofAsks } from './finalists.ts';
import { type Ledger, startLedger } from './ledger.ts';
import { proofCalls } from './proofCalls.ts';
import { search } from './search.ts';
import type { ChainLink, ImproveTask, SearchEnd, Steps } from './searchTask.ts';
import { shorten } from './shorten.ts';
import { fewestToProve } from './splitRows.ts';

/** More finalists would cost more proof than they bring choice. */
const mostFinalists = 3;

/** Searches, then asks the held-out rows once, for the start and the finalists together. */
export function* improve(task: ImproveTask): Steps<ImproveResult> {
  const ledger = startLedger(task);
  const searched = yield* searchIfNeeded(task, ledger);
  const found = task.examples === undefined ? searched : yield* addExamples(task, searched);
  const { start, best, chain, proposals, ended } = found;
  const draws = Math.min(task.draws, Math.floor(ledger.left / Math.max(1, proofCalls(task, 1))));
  const isBetter = best.number !== start.number;
  const canProve = (isBetter || task.port !== undefined) && task.rows.length >= fewestToProve && draws >= 1;
  const links = canProve ? finalistsOf(found, task, draws) : [];
  const sides = [...(task.port ? [task.port.promise] : []), start, ...links.map(({ wording }) => wording)];
  const asks = proofAsks(sides, task.split.heldOut, draws);
  const look = { asks, answers: canProve ? ledger.take(asks, yield { type: 'ask', phase: 'proof', asks }) : [] };
  const finalists = judgeFinalists(task, { start, links, chain }, look);
  const proven = finalists.find(({ isProven }) => isProven)?.wording;
  const unprovable = isBetter && task.rows.length < fewestToProve ? best : undefined;
  return {
    start,
    ...defined({ offered: proven ?? unprovable, port: canProve ? portOf(task, found, look) : undefined }),
    finalists,
    proposals,
    ended,
    isShorter: task.shorter === true,
    ...defined({ aim: task.aim?.text, isRubric: task.isRubric }),
    task: ledger.task,
    reflect: ledger.reflect,
  };
}

/** A prompt that does as well on its new model as on the old one needs no search. */
function* searchIfNeeded(task: ImproveTask, ledger: Ledger): Steps<SearchEnd> {
  if (task.shorter) return yield* shorten(task, ledger);
  if (!task.port) return yield* search(task, ledger);
  const rows = [...task.split.working, ...task.split.choosing];
  const start = { number: 0, text: task.start.text };
  for (const [wording, phase] of [
    [task.port.promise, 'promise'],
    [start, 'start'],
  ] as const) {
    const asks = ledger.next(wording, rows);
    ledger.take(asks, yield { type: 'ask', phase, asks });
  }
  if (ledger.passes(start, rows) < ledger.passes(task.port.promise, rows)) return yield* search(task, ledger);
  return { start, best: start, chain: [], proposals: [], wordings: 0, ledger, ended: 'as-good' };
}

function portOf(
  task: ImproveTask,
  { start }: SearchEnd,
  look: Parameters<typeof judgePort>[1],
): PortFinding | undefined {
  const [judged] = task.port ? judgePort({ ...task, port: task.port, wordings: [start] }, look) : [];
  return task.port && judged && { margin: task.port.margin, start: judged };
}

/**
 * The best wording, then those that it was made of, without its last edits, as far as the budget reaches with all draws. Their order is
 * fixed before a held-out row is asked, so that what is offered is not chosen by what it claims.
 */
function finalistsOf({ chain, ledger }: SearchEnd, { split, port }: ImproveTask, draws: number): readonly ChainLink[] {
  const sides = Math.floor(ledger.left / Math.max(1, split.heldOut.length * draws)) - (port ? 1 : 0);
  return chain.toReversed().slice(0, Math.max(1, Math.min(mostFinalists, sides - 1)));
}
