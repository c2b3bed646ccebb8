import { hashJson } from '../hash.ts';
import { type Outcome, outcomeOf, reasonOf } from '../results/outcome.ts';
import { costOfCells, type RunCost } from '../results/summary.ts';
import { outputText } from '../run/answerOutput.ts';
import type { CellState } from '../run/cellState.ts';
import { promptHash } from './promptHash.ts';

/** The result of one case on one target in one version of the prompt, over all repeats. */
export interface VersionResult {
  readonly passed: number;
  /** The number of answers that passed or did not; an error, or a judge that failed, is not counted. */
  readonly graded: number;
  /** Mean score of the graded answers; null without one. */
  readonly score: number | null;
  /** The answer of the first repeat; null where it is not known, since a baseline keeps its hash only. */
  readonly answer: string | null;
  /** 12 hex digits of the first repeat's answer; null without one. */
  readonly answerHash: string | null;
  /** The model that the answer names as its author; null when it names none. */
  readonly served: string | null;
  readonly prompt: string;
  /** The reason why it did not pass, or was not graded; '' for a pass. */
  readonly reason: string;
  /** The money that had to be paid for it now; null for a baseline. */
  readonly cost: RunCost | null;
  /** USD for one answer, as the mean of the repeats, whether or not it was cached; null when it is not known. */
  readonly price: number | null;
  /** True when the vendor reported `price`, false when it was worked out from tokens. */
  readonly isPriceReported: boolean;
  /** Milliseconds of the first repeat; null when it was not asked now. */
  readonly ms: number | null;
  readonly from: 'run' | 'baseline';
}

/** The reason that a row gives when it had no turn. */
export const notRunReason = 'It was not run.';

/** The outcomes that say something about the prompt: a refused or cut off answer is a bad answer, while an error says nothing. */
const decided: ReadonlySet<Outcome> = new Set(['pass', 'fail', 'refused', 'truncated']);

/** The result of a row's cells; undefined without cells, when this version was not asked. */
export function versionResult(cells: readonly CellState[]): VersionResult | undefined {
  const [first] = cells;
  if (!first) return undefined;
  const outcomes = cells.map(outcomeOf);
  const graded = cells.filter((_, index) => decided.has(outcomes[index] ?? 'skipped'));
  const failed = cells.find((_, index) => outcomes[index] !== 'pass');
  const scores = graded.map(({ verdict }) => verdict?.score ?? 0);
  return {
    passed: outcomes.filter((outcome) => outcome === 'pass').length,
    graded: graded.length,
    score: scores.length === 0 ? null : scores.reduce((sum, score) => sum + score, 0) / scores.length,
    answer: first.status === 'done' ? outputText(first) : null,
    answerHash: first.status === 'done' ? answerHash(outputText(first)) : null,
    served: first.servedModel ?? null,
    prompt: promptHash(first),
    reason: failed ? reasonFor(failed) : '',
    cost: costOfCells(cells),
    ...priceOf(cells),
    ms: first.timing && !first.cached ? first.timing.totalMs : null,
    from: 'run',
  };
}

function priceOf(cells: readonly CellState[]): Pick<VersionResult, 'price' | 'isPriceReported'> {
  const costs = cells.flatMap(({ cost }) => cost ?? []);
  const isKnown = costs.length === cells.length && costs.every(({ atLeast }) => !atLeast);
  return {
    price: isKnown ? costs.reduce((sum, { amount }) => sum + amount, 0) / costs.length : null,
    isPriceReported: costs.every(({ basis }) => basis === 'reported'),
  };
}

/** The first 12 hex digits of an answer's SHA-256. */
function answerHash(text: string): string {
  return hashJson(text).slice(0, 12);
}

function reasonFor(cell: CellState): string {
  const outcome = outcomeOf(cell);
  if (outcome === 'skipped' || outcome === 'cancelled') return notRunReason;
  return outcome === 'refused' || outcome === 'truncated' ? `${outcome}: ${reasonOf(cell)}` : reasonOf(cell);
}
