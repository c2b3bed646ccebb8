import type { Spent } from './ledger.ts';
import { isNotWorse, isProven, type ProvenRow, proveRows, type RowProof } from './proof.ts';
import { type ImproveTask, proofCalls, type SearchEnd, type Steps, search } from './search.ts';
import { shorten, shorterMargin } from './shorten.ts';
import { fewestToProve } from './splitRows.ts';
import type { Ask, ProposalNote, RowAnswer, Wording } from './steps.ts';

/** A wording that was proved, or not. */
export interface Finalist {
  readonly wording: Wording;
  readonly proof: RowProof;
  readonly isProven: boolean;
  /** The causes of the edits that it is made of. */
  readonly causes: readonly string[];
}

/** What an improvement came to. */
export interface ImproveResult {
  readonly start: Wording;
  /** The wording that is offered; undefined where nothing better was found. Without held-out rows it is offered and nothing is claimed. */
  readonly offered: Wording | undefined;
  readonly finalists: readonly Finalist[];
  readonly proposals: readonly ProposalNote[];
  readonly ended: SearchEnd['ended'];
  /** True where the claim is that fewer words do as well. */
  readonly isShorter: boolean;
  readonly task: Spent;
  readonly reflect: Spent;
  /** Means over the held-out answers, of the start and of the offered wording. */
  readonly perCall?: { readonly before: CallMean; readonly after: CallMean };
}

/** The mean cost (USD) and time (ms) of one call; undefined where unknown. */
export interface CallMean {
  readonly cost: number | undefined;
  readonly ms: number | undefined;
}

/** Searches, then asks the held-out rows once, for the start and the finalist together. */
export function* improve(task: ImproveTask): Steps<ImproveResult> {
  const found = yield* task.shorter ? shorten(task) : search(task);
  const { start, best, proposals, ledger, ended } = found;
  const base = { start, proposals, ended, isShorter: task.shorter === true };
  const isBetter = best.number !== start.number;
  const draws = Math.min(task.draws, Math.floor(ledger.left / Math.max(1, proofCalls(task, 1))));
  const canProve = task.rows.length >= fewestToProve && draws >= 1;
  if (!isBetter || !canProve)
    return {
      ...base,
      offered: isBetter && task.rows.length < fewestToProve ? best : undefined,
      finalists: [],
      task: ledger.task,
      reflect: ledger.reflect,
    };
  const asks = proofAsks([start, best], task.split.heldOut, draws);
  const answers = ledger.take(asks, yield { type: 'ask', phase: 'proof', asks });
  const [proof] = proveRows([provenRows(asks, answers, { start, best, rows: task.split.heldOut })]);
  if (!proof) throw new Error('one finalist has one proof');
  const finalist = {
    wording: best,
    proof,
    isProven: task.shorter ? isNotWorse(proof, shorterMargin) : isProven(proof),
    causes: causesOf(found),
  };
  return {
    ...base,
    offered: finalist.isProven ? best : undefined,
    finalists: [finalist],
    task: ledger.task,
    reflect: ledger.reflect,
    perCall: { before: meanOf(asks, answers, start), after: meanOf(asks, answers, best) },
  };
}

/** Both sides of a row follow each other, so that neither meets another hour of the model. */
function proofAsks(wordings: readonly Wording[], rows: readonly string[], draws: number): readonly Ask[] {
  return Array.from({ length: draws }, (_, draw) =>
    rows.flatMap((row) => wordings.map((wording) => ({ wording, row, draw }))),
  ).flat();
}

interface Sides {
  readonly start: Wording;
  readonly best: Wording;
  readonly rows: readonly string[];
}

function provenRows(
  asks: readonly Ask[],
  answers: readonly RowAnswer[],
  { start, best, rows }: Sides,
): readonly ProvenRow[] {
  const drawsOf = (wording: Wording, row: string) =>
    asks.flatMap((ask, index) => (ask.wording === wording && ask.row === row ? [answers[index]?.passed] : []));
  return rows.map((row) => ({ row, before: drawsOf(start, row), after: drawsOf(best, row) }));
}

function causesOf({ proposals }: SearchEnd): readonly string[] {
  const kept = proposals.filter(({ fate }) => fate === 'kept');
  return kept.flatMap(({ cause }) => (cause === '' ? [] : [cause]));
}

function meanOf(asks: readonly Ask[], answers: readonly RowAnswer[], wording: Wording): CallMean {
  const own = answers.filter((_, index) => asks[index]?.wording === wording).map(({ account }) => account);
  return { cost: mean(own.map(({ cost }) => cost)), ms: mean(own.map(({ ms }) => ms)) };
}

function mean(values: readonly (number | undefined)[]): number | undefined {
  const known = values.filter((value) => value !== undefined);
  return known.length === values.length && known.length > 0
    ? known.reduce((sum, value) => sum + value, 0) / known.length
    : undefined;
}
