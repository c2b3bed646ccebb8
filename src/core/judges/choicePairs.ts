import type { EvalCase } from '../dataset/suite.ts';
import { isOfPreference } from '../grading/preferAnswers.ts';
import { hashJson } from '../hash.ts';
import type { JsonObject } from '../json.ts';
import { answerDigest } from '../people/answerDigest.ts';
import { pairKey } from '../people/choiceLines.ts';
import { preferencesIn } from '../results/preferenceFigures.ts';
import { outputText } from '../run/answerOutput.ts';
import type { CellState } from '../run/cellState.ts';
import type { RunState } from '../run/state.ts';

/** One answer of a run with the digest by which people's words about it are known. */
export interface PairedAnswer {
  readonly target: string;
  readonly digest: string;
  readonly text: string;
}

/** Two answers to a case that a person can choose between, and the side on which each of them stands. */
export interface ChoicePair {
  readonly key: string;
  readonly caseId: string;
  readonly repeat: number;
  /** By what to choose; which is better on the whole without. */
  readonly criterion?: string;
  readonly left: PairedAnswer;
  readonly right: PairedAnswer;
  /** The side of the answer that is compared; the other one is that with which it is compared. */
  readonly own: 'left' | 'right';
  /** What decided the sides. */
  readonly seed: string;
}

export interface PairedRow {
  readonly cell: CellState;
  readonly inputs: JsonObject;
  readonly testCase: Pick<EvalCase, 'checks'> | undefined;
}

/**
 * The pairs of a run in an order by chance, with sides by chance, both of which depend on the seed and on the pair alone: the same for
 * everybody. Where checks of preference compare answers, these are the pairs; else each answer stands beside each other one to its case.
 */
export function choicePairs(rows: readonly PairedRow[], seed: string): readonly ChoicePair[] {
  const done = rows.filter(({ cell }) => cell.status === 'done');
  const asks = done.some(({ testCase }) => testCase?.checks.some(isOfPreference));
  const pairs = [...Map.groupBy(done, ({ cell }) => JSON.stringify([cell.caseId, cell.repeat])).values()].flatMap(
    (row) => (asks ? judgedPairs(row) : allPairs(row)).flatMap((found) => pairOf(found, seed)),
  );
  const unique = new Map(pairs.map((pair) => [pair.key, pair]));
  return [...unique.values()].toSorted((left, right) => (orderOf(left) < orderOf(right) ? -1 : 1));
}

/** Every answer of a run, with what it was given for. */
export function pairedRows(
  state: RunState,
  cases: ReadonlyMap<string, { readonly testCase: EvalCase }>,
): readonly PairedRow[] {
  return state.plan.flatMap(({ id, inputs, caseId }) => {
    const cell = state.cells[id];
    return cell ? [{ cell, inputs, testCase: cases.get(caseId)?.testCase }] : [];
  });
}

interface FoundPair {
  readonly own: PairedRow;
  readonly base: PairedRow;
  readonly criterion?: string;
}

/** The pairs that a judge was asked about, each criterion by itself. */
function judgedPairs(row: readonly PairedRow[]): readonly FoundPair[] {
  return row.flatMap((own) =>
    (own.cell.verdict?.checks ?? []).flatMap(preferencesIn).flatMap(({ base: target, name, isMirror }) => {
      const base = row.find(({ cell }) => cell.target === target && cell.promptIndex === own.cell.promptIndex);
      return base && !isMirror ? [{ own, base, criterion: name }] : [];
    }),
  );
}

function allPairs(row: readonly PairedRow[]): readonly FoundPair[] {
  return row.flatMap((own, index) => row.slice(index + 1).map((base) => ({ own, base })));
}

/** Equal answers are no pair: there is nothing to choose. */
function pairOf({ own, base, criterion }: FoundPair, seed: string): readonly ChoicePair[] {
  const [first, second] = [answerOf(own), answerOf(base)];
  if (first.text === second.text) return [];
  const { caseId, repeat } = own.cell;
  const key = pairKey([first.digest, second.digest], criterion);
  const isTurned = hashJson([seed, 'side', key]) < hashJson([seed, 'other side', key]);
  // The sides go by the digests, so that they do not depend on which answer a run has first.
  const [low, high] = first.digest < second.digest ? [first, second] : [second, first];
  const [left, right] = isTurned ? [high, low] : [low, high];
  const side = left === first ? 'left' : 'right';
  return [{ key, caseId, repeat, left, right, own: side, seed, ...(criterion === undefined ? {} : { criterion }) }];
}

function answerOf({ cell, inputs }: PairedRow): PairedAnswer {
  const text = outputText(cell);
  return { target: cell.target, text, digest: answerDigest(inputs, text) };
}

function orderOf({ key, seed }: ChoicePair): string {
  return hashJson([seed, 'order', key]);
}
