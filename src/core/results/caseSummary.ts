import { formatApproximate, formatMoney } from '../pricing/format.ts';
import type { TargetResult } from './suiteResults.ts';
import { costOfCells } from './summary.ts';

/** One target's part of a case's line: a sign and its name, coloured by its outcome. */
export interface SummarySegment {
  readonly text: string;
  readonly outcome: TargetResult['outcome'];
}

/** The parts of a line such as `✓ gpt ✓ claude ✗ gemini 2/3 $0.002`. */
export interface CaseSummary {
  readonly segments: readonly SummarySegment[];
  /** The number that passed of all, the cost, and whether the result is old. */
  readonly tail: string;
  readonly isStale: boolean;
}

const signs: Readonly<Record<TargetResult['outcome'], string>> = {
  pass: '✓',
  fail: '✗',
  error: '!',
  refused: '⊘',
  truncated: '…',
  ungraded: '?',
  unchecked: '·',
  skipped: '–',
  cancelled: '–',
  running: '◌',
};
/** The outcomes with signs that everybody knows and that need no word. */
const plain: ReadonlySet<TargetResult['outcome']> = new Set(['pass', 'fail', 'running']);
const widest = 80;
const shortestName = 4;
/** The most targets that are named; more of them are counted. */
const mostNamed = 5;

/** The text behind a case: at most 80 characters, whatever the names of the models are. Without names it is `✓ 1 ✗ 2 1/3`. */
export function caseSummary(results: readonly TargetResult[], hasNames = true): CaseSummary {
  const isStale = results.some((result) => result.staleness !== undefined);
  const tail = tailOf(results, isStale);
  const room = widest - tail.length - 2;
  const segments = !hasNames || results.length > mostNamed ? countedSegments(results) : namedSegments(results, room);
  return { segments, tail, isStale };
}

/** A target's name without its provider. */
export function shortTarget(target: string): string {
  return target.slice(target.lastIndexOf('/') + 1) || target;
}

function namedSegments(results: readonly TargetResult[], room: number): SummarySegment[] {
  const names = namesFor(
    results.map((result) => shortTarget(result.target)),
    (tried) => segmentsOf(results, tried).reduce((sum, { text }) => sum + text.length + 1, 0) <= room,
  );
  return segmentsOf(results, names);
}

/** Whole names where they fit, else their first words, else the beginnings of those. */
function namesFor(names: readonly string[], fits: (names: readonly string[]) => boolean): readonly string[] {
  if (fits(names)) return names;
  const firstWords = names.map((name) => name.split(/[-_. :]/)[0] ?? name);
  const isDistinct = new Set(firstWords).size === names.length;
  if (isDistinct && fits(firstWords)) return firstWords;
  for (let length = 20; length > shortestName; length--) {
    const cut = names.map((name) => (name.length > length ? `${name.slice(0, length - 1)}…` : name));
    if (fits(cut)) return cut;
  }
  return names.map((name) => name.slice(0, shortestName));
}

function segmentsOf(results: readonly TargetResult[], names: readonly string[]): SummarySegment[] {
  return results.map((result, index) => ({
    text: `${signs[result.outcome]} ${names[index] ?? ''}${wordFor(result)}`,
    outcome: result.outcome,
  }));
}

function wordFor({ outcome, isFlaky }: TargetResult): string {
  if (isFlaky) return ' flaky';
  return plain.has(outcome) ? '' : ` ${outcome}`;
}

function countedSegments(results: readonly TargetResult[]): SummarySegment[] {
  const outcomes = [...new Set(results.map((result) => result.outcome))];
  return outcomes.map((outcome) => {
    const count = results.filter((result) => result.outcome === outcome).length;
    return { text: `${signs[outcome]} ${count}${plain.has(outcome) ? '' : ` ${outcome}`}`, outcome };
  });
}

function tailOf(results: readonly TargetResult[], isStale: boolean): string {
  const passed = results.filter(({ outcome }) => outcome === 'pass').length;
  return [`${passed}/${results.length}`, moneyOf(results), isStale ? 'stale' : ''].filter(Boolean).join('  ');
}

function moneyOf(results: readonly TargetResult[]): string {
  const cost = costOfCells(results.flatMap((result) => result.cells));
  if (cost.known === 0) return cost.unknown > 0 ? 'cost unknown' : '';
  return `${cost.atLeast ? '≥ ' : ''}${cost.reported ? formatMoney(cost.amount) : formatApproximate(cost.amount)}`;
}
