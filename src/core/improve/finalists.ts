import { defined } from '../jsonRead.ts';
import type { CallMean, ExpectedRates, Finalist, KeptPromise } from '../run/improveResult.ts';
import type { Wording } from '../run/proposal.ts';
import { bodyIn, countWords } from './promptBody.ts';
import { isNotWorse, isProven, type ProvenRow, proveRows } from './proof.ts';
import type { ChainLink, ImproveTask, PortTask } from './searchTask.ts';
import { shorterMargin } from './shorten.ts';
import type { Ask, RowAnswer } from './steps.ts';

/** The asks of the proof with their answers, in the same order. */
export interface Look {
  readonly asks: readonly Ask[];
  readonly answers: readonly RowAnswer[];
}

/** All sides of a row follow each other, so that none meets another hour of the model. */
export function proofAsks(wordings: readonly Wording[], rows: readonly string[], draws: number): readonly Ask[] {
  return Array.from({ length: draws }, (_, draw) =>
    rows.flatMap((row) => wordings.map((wording) => ({ wording, row, draw }))),
  ).flat();
}

interface Judged {
  readonly start: Wording;
  /** What is judged, in the order in which it would be offered. */
  readonly links: readonly ChainLink[];
  /** Every wording that was kept, the first one first. */
  readonly chain: readonly ChainLink[];
}

/** Wordings on the new model against the old prompt on the old model. The intervals are corrected for their number. */
export function judgePort(
  {
    split,
    port,
    wordings,
  }: Pick<ImproveTask, 'split'> & { readonly port: PortTask; readonly wordings: readonly Wording[] },
  look: Look,
): readonly KeptPromise[] {
  const { promise, margin } = port;
  const proofs = proveRows(wordings.map((wording) => provenRows(look, split.heldOut, { start: promise, wording })));
  return proofs.map((proof) => ({ proof, isKept: isNotWorse(proof, margin) }));
}

/** What the held-out rows say of each finalist, by Holm for all of them. */
export function judgeFinalists(task: ImproveTask, { start, links, chain }: Judged, look: Look): readonly Finalist[] {
  const promises = task.port
    ? judgePort({ ...task, port: task.port, wordings: links.map(({ wording }) => wording) }, look)
    : [];
  const { heldOut } = task.split;
  const { aim } = task;
  const aimed = aim ? heldOut.filter((row) => aim.rows.has(row)) : heldOut;
  const proofs = proveRows(links.map(({ wording }) => provenRows(look, aimed, { start, wording })));
  const others = heldOut.filter((row) => !aimed.includes(row));
  return links.flatMap((link, index) => {
    const [proof, { wording }] = [proofs[index], link];
    if (!proof) return [];
    const kept = chain.slice(0, chain.indexOf(link) + 1);
    return {
      wording,
      proof,
      ...defined({ byExpected: byExpected(task, look, { start, wording }) }),
      ...(aim ? defined({ others: proveRows([provenRows(look, others, { start, wording })])[0] }) : {}),
      isProven: task.shorter ? isNotWorse(proof, shorterMargin) : isProven(proof),
      causes: kept.flatMap(({ cause }) => (cause === '' ? [] : [cause])),
      words: { before: wordsOf(task, start), after: wordsOf(task, wording) },
      perCall: { before: meanOf(look, start), after: meanOf(look, wording) },
      ...defined({ promise: promises[index] }),
    };
  });
}

/** More kinds of rows than this are not kinds, but rows of their own. */
const mostExpected = 8;

function byExpected(
  { rows, split }: ImproveTask,
  look: Look,
  sides: { readonly start: Wording; readonly wording: Wording },
): readonly ExpectedRates[] | undefined {
  const heldOut = new Set(split.heldOut);
  const kinds = Map.groupBy(
    rows.filter(({ id }) => heldOut.has(id)),
    ({ values }) => (values.length === 1 ? values[0] : undefined),
  );
  if (kinds.has(undefined) || kinds.size < 2 || kinds.size > mostExpected) return undefined;
  return [...kinds].flatMap(([expected = '', own]) => {
    const ids = own.map(({ id }) => id);
    const [proof] = proveRows([provenRows(look, ids, sides)]);
    return proof && proof.rows > 0 ? [{ expected, rows: proof.rows, before: proof.before, after: proof.after }] : [];
  });
}

function wordsOf({ start }: ImproveTask, { text }: Wording): number {
  return countWords(bodyIn(start, text));
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

function meanOf({ asks, answers }: Look, wording: Wording): CallMean {
  const own = answers.filter((_, index) => asks[index]?.wording === wording).map(({ account }) => account);
  return defined({ cost: mean(own.map(({ cost }) => cost)), ms: mean(own.map(({ ms }) => ms)) });
}

/** The mean of values that are all known. */
function mean(values: readonly (number | undefined)[]): number | undefined {
  const known = values.filter((value) => value !== undefined);
  return known.length === values.length && known.length > 0
    ? known.reduce((sum, value) => sum + value, 0) / known.length
    : undefined;
}
