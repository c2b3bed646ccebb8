import type { Change } from '../../../core/gate/change.ts';
import type { TargetReport } from '../../../core/results/evalReport.ts';
import type { Matrix, MatrixCell, MatrixTarget } from '../../../core/results/matrix/matrix.ts';
import { formatRepeatRates } from '../../../core/results/repeatRates.ts';
import { addCosts, formatRunCost } from '../../../core/results/summary.ts';
import { targetAt } from '../../../core/run/cellIdentity.ts';
import { counted, formatCount } from '../../../core/text/formatCount.ts';
import { formatDuration } from '../../../core/text/formatDuration.ts';
import { formatMoment } from '../../../core/text/formatMoment.ts';
import { formatPercent } from '../../../core/text/formatPercent.ts';
import type { GroupRate } from './gridItems.ts';
import type { MatrixState } from './matrixStore.ts';

/** The size of the run, such as `120 cases (30 synthetic) x 3 models`, and what it is compared with. */
export function sizeOf({ rows, targets }: Matrix): string {
  const older = targets.find(({ version }) => version !== undefined);
  const models = targets.filter(({ version }) => version === undefined).length;
  const synthetic = rows.filter(({ isSynthetic }) => isSynthetic).length;
  const made = synthetic === 0 ? '' : ` (${formatCount(synthetic)} synthetic)`;
  const size = `${counted(rows.length, 'case')}${made} × ${counted(models, 'model')}`;
  return older ? `${size}, compared with ${older.version}` : size;
}

/** When the run began, how long it took or takes, and its cost, such as `run 14:02, 1 min 31 s, ~$0.29 (estimated $0.31)`. */
export function runFigures({ matrix, totals, expected, isAtTodaysPrices }: MatrixState, now: number): string {
  if (!matrix) return '';
  const { startedAt, endedAt, status } = matrix.run;
  const until = endedAt ?? (status === 'running' ? now : undefined);
  const cost = formatRunCost(addCosts(totals.map((target) => target.cost)));
  const parts = [
    `run ${formatMoment(startedAt, now)}`,
    ...(until === undefined ? [] : [formatDuration(Math.max(0, until - startedAt))]),
    `${cost}${isAtTodaysPrices ? " at today's prices" : ''}${expected === undefined ? '' : ` (expected ${expected})`}`,
  ];
  return parts.join(', ');
}

/** The pass rate, such as `92.5%`; `-` when nothing was graded. */
export function formatRate({ passed, graded }: GroupRate): string {
  return graded === 0 ? '-' : formatPercent(passed / graded);
}

/** The interval in whole percents, such as `86-96`. */
export function formatInterval({ interval }: TargetReport): string {
  return interval ? `${Math.round(interval.low * 100)}-${Math.round(interval.high * 100)}` : '';
}

/**
 * Times such as `p50 1.2 s · p95 3.1 s · under 12 at once`, as far as they are known. The last part stands where it is not known that the
 * times are the model's own.
 */
export function latencies({ p50, p95, measuredUnder }: TargetReport): string {
  const parts = [
    ...(p50 === undefined ? [] : [`p50 ${formatDuration(p50)}`]),
    ...(p95 === undefined ? [] : [`p95 ${formatDuration(p95)}`]),
    ...(measuredUnder === undefined ? [] : [`under ${measuredUnder} at once`]),
  ];
  return parts.map(unbroken).join(' · ');
}

/**
 * Figures such as `pass@3 95.0% · pass^3 81.7% · label 0.94 · precision 0.88`: of repeats, the means of named scores, and the suite's own
 * figures.
 */
export function metricFigures({ metrics, derived, repeats }: TargetReport): string {
  const figures = [...Object.entries(metrics), ...Object.entries(derived)].map(([name, value]) =>
    unbroken(`${name} ${value === undefined ? '-' : value.toFixed(2)}`),
  );
  return [...(repeats ? [formatRepeatRates(repeats)] : []), ...figures].join(' · ');
}

/** Counts that are no part of the pass rate, such as `2 errors · 1 refused · 3 flaky · 4 by a fallback`. Counts of 0 are left out. */
export function otherOutcomes({ counts, waiting = 0, flaky, fallbacks, substitutes }: TargetReport): string {
  const named: readonly (readonly [number, string])[] = [
    [counts.error, counts.error === 1 ? 'error' : 'errors'],
    [counts.refused, 'refused'],
    [counts.truncated, 'cut off'],
    [waiting, 'waiting for a person'],
    [counts.ungraded - waiting, 'ungraded'],
    [counts.cancelled, 'stopped'],
    [flaky, 'flaky'],
    [fallbacks?.served ?? 0, 'by a fallback'],
    [substitutes?.served ?? 0, 'by another model'],
  ];
  return named
    .filter(([count]) => count > 0)
    .map(([count, name]) => unbroken(`${formatCount(count)} ${name}`))
    .join(' · ');
}

/** A figure that stays in one line in a narrow column. */
function unbroken(figure: string): string {
  return figure.replaceAll(' ', '\u00a0');
}

/** The model's own name and, apart from it, its provider. A label of the suite is not taken apart. */
export function targetNames({ id, model, version, newerId = id }: MatrixTarget): {
  readonly label: string;
  readonly provider: string;
} {
  const provider = model.split('/')[0] ?? '';
  if (version !== undefined) {
    const own = targetNames({ id: newerId, model });
    return { ...own, label: targetAt(own.label, version) };
  }
  return id === model ? { label: model.slice(provider.length + 1) || model, provider } : { label: id, provider: model };
}

export interface CellWords {
  readonly icon: string;
  readonly word: string;
  /** The score, how many repeats passed, or what failed. */
  readonly figure: string;
}

const icons: Readonly<Record<MatrixCell['outcome'], string>> = {
  pass: 'pass',
  fail: 'error',
  error: 'issues',
  refused: 'circle-slash',
  truncated: 'ellipsis',
  ungraded: 'question',
  unchecked: 'dash',
  skipped: 'debug-step-over',
  cancelled: 'debug-stop',
  queued: 'history',
  running: 'sync',
};

const words: Readonly<Record<MatrixCell['outcome'], string>> = {
  pass: 'pass',
  fail: 'fail',
  error: 'error',
  refused: 'refused',
  truncated: 'cut off',
  ungraded: 'ungraded',
  unchecked: 'not checked',
  skipped: 'not run',
  cancelled: 'stopped',
  queued: 'queued',
  running: 'running',
};

/** The content of a cell: a glyph, a word and a figure. */
export function cellWords(cell: MatrixCell, change?: Change): CellWords {
  const words = ownWords(cell);
  if (change === 'regressed') return { ...words, figure: ['worse', words.figure].filter(Boolean).join(' · ') };
  return change === 'fixed' ? { ...words, figure: 'better' } : words;
}

function ownWords(cell: MatrixCell): CellWords {
  const { outcome, repeats, isFlaky, score, note } = cell;
  const share = repeats ? `${repeats.passed}/${repeats.total}` : '';
  if (isFlaky) return { icon: 'warning', word: 'flaky', figure: share };
  const figure = outcome === 'pass' ? share || (score === undefined ? '' : score.toFixed(2)) : (note ?? share);
  return { icon: icons[outcome], word: words[outcome], figure };
}
