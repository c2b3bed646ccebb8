import { defined } from '../jsonRead.ts';
import type { CallMean, Finalist, ImproveResult } from '../run/improveResult.ts';
import type { Wording } from '../run/proposal.ts';
import { wordsOfBody } from './promptBody.ts';
import { isNotWorse, isProven, type ProvenRow, proveRows } from './proof.ts';
import { proofCalls } from './proofCalls.ts';
import { type ImproveTask, type SearchEnd, type Steps, search } from './search.ts';
import { shorten, shorterMargin } from './shorten.ts';
import { fewestToProve } from './splitRows.ts';
import type { Ask, RowAnswer } from './steps.ts';

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
      ...defined({ offered: isBetter && task.rows.length < fewestToProve ? best : undefined }),
      finalists: [],
      task: ledger.task,
      reflect: ledger.reflect,
    };
  const asks = proofAsks([start, best], task.split.heldOut, draws);
  const answers = ledger.take(asks, yield { type: 'ask', phase: 'proof', asks });
  const [finalist] = finalistsOf(task, found, { asks, answers });
  return {
    ...base,
    ...defined({ offered: finalist?.isProven ? best : undefined }),
    finalists: finalist ? [finalist] : [],
    task: ledger.task,
    reflect: ledger.reflect,
  };
}

/** Both sides of a row follow each other, so that neither meets another hour of the model. */
function proofAsks(wordings: readonly Wording[], rows: readonly string[], draws: number): readonly Ask[] {
  return Array.from({ length: draws }, (_, draw) =>
    rows.flatMap((row) => wordings.map((wording) => ({ wording, row, draw }))),
  ).flat();
}

/** The asks of the proof with their answers, in the same order. */
interface Look {
  readonly asks: readonly Ask[];
  readonly answers: readonly RowAnswer[];
}

function finalistsOf(task: ImproveTask, found: SearchEnd, look: Look): readonly Finalist[] {
  const { start, best } = found;
  const wordings = [best];
  const proofs = proveRows(wordings.map((wording) => provenRows(look, task.split.heldOut, { start, wording })));
  return wordings.flatMap((wording, index) => {
    const proof = proofs[index];
    if (!proof) return [];
    return {
      wording,
      proof,
      isProven: task.shorter ? isNotWorse(proof, shorterMargin) : isProven(proof),
      causes: causesOf(found),
      words: { before: wordsOfBody(task.start, start.text), after: wordsOfBody(task.start, wording.text) },
      perCall: { before: meanOf(look, start), after: meanOf(look, wording) },
    };
  });
}

function provenRows(
  { asks, answers }: Look,
  rows: readonly string[],
  { start, wording }: { readonly start: Wording; readonly wording: Wording },
): readonly ProvenRow[] {
  const drawsOf = (asked: Wording, row: string) =>
    asks.flatMap((ask, index) => (ask.wording === asked && ask.row === row ? [answers[index]?.passed] : []));
  return rows.map((row) => ({ row, before: drawsOf(start, row), after: drawsOf(wording, row) }));
}

function causesOf({ proposals }: SearchEnd): readonly string[] {
  const kept = proposals.filter(({ fate }) => fate === 'kept');
  return kept.flatMap(({ cause }) => (cause === '' ? [] : [cause]));
}

function meanOf({ asks, answers }: Look, wording: Wording): CallMean {
  const own = answers.filter((_, index) => asks[index]?.wording === wording).map(({ account }) => account);
  return defined({ cost: mean(own.map(({ cost }) => cost)), ms: mean(own.map(({ ms }) => ms)) });
}

function mean(values: readonly (number | undefined)[]): number | undefined {
  const known = values.filter((value) => value !== undefined);
  return known.length === values.length && known.length > 0
    ? known.reduce((sum, value) => sum + value, 0) / known.length
    : undefined;
}
