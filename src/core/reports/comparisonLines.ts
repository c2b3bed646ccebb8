import { caseName } from '../plan/caseName.ts';
import { formatMoney, leastMoney } from '../pricing/format.ts';
import type { EvalReport } from '../results/evalReport.ts';
import { compareTargets } from '../results/evalReportComparisons.ts';
import { type Figure, type FigureComparison, figureComparisons } from '../results/figureComparisons.ts';
import { comparisonsWithBest, type ModelComparison, majorityRule } from '../results/modelComparisons.ts';
import { describeComparison } from '../stats/describeComparison.ts';
import { isFlaky } from '../stats/flaky.ts';
import { counted } from '../text/formatCount.ts';
import { formatDuration } from '../text/formatDuration.ts';
import { inOneLine } from '../text/inOneLine.ts';
import { markdownText } from '../text/markdownText.ts';

/** The most sentences that a summary has; files hold all of them. */
const mostModels = 4;
const mostFlaky = 5;

/** The comparisons of the targets in a file: all pairs by the cases that passed, and the best with each other by score, cost and time. */
export interface ReportComparisons {
  readonly comparisons: readonly ModelComparison[];
  readonly figures: readonly FigureComparison[];
}

/** Compares the targets of a report for its files. */
export function reportComparisons(report: EvalReport): ReportComparisons {
  const comparisons = compareTargets(report);
  return { comparisons, figures: figureComparisons(report, comparisonsWithBest(comparisons)) };
}

/**
 * A sentence for each target beside the best, and how repeats were counted; none with one target or too few cases. `written` gives the form
 * of names of targets and cases.
 */
export function passLines(report: EvalReport, written: (name: string) => string = inOneLine): readonly string[] {
  const worded = comparisonsWithBest(compareTargets(report));
  if (worded.length === 0) return [];
  const more = worded.length - mostModels;
  return [
    ...worded
      .slice(0, mostModels)
      .map((comparison) =>
        describeComparison(comparison, { left: written(comparison.left), right: written(comparison.right) }),
      ),
    ...(more > 0 ? [`${more} more comparisons are in a JSON report.`] : []),
    ...repeatLines(report, written),
  ];
}

/** Sentences in Markdown, one for each figure of each target beside the best; a score that says the same as passing is left out. */
export function figureLines(report: EvalReport): readonly string[] {
  const worded = comparisonsWithBest(compareTargets(report)).slice(0, mostModels);
  const isNews = ({ figure, right, mean }: FigureComparison) => {
    const passed = worded.find((comparison) => comparison.right === right)?.difference ?? 0;
    return figure !== 'score' || Math.abs(mean - passed) > 1e-9;
  };
  const isEstimated = hasEstimates(report);
  return figureComparisons(report, worded)
    .filter(isNews)
    .map((comparison) => describeFigure(comparison, isEstimated));
}

function hasEstimates({ rows }: EvalReport): boolean {
  return rows.some(({ cell }) => cell.cost !== undefined && cell.cost.basis !== 'reported');
}

const wordsOf: Readonly<
  Record<
    Figure,
    { readonly name: string; readonly more: string; readonly less: string; format(amount: number): string }
  >
> = {
  score: { name: 'Score', more: 'higher', less: 'lower', format: (amount) => String(Number(amount.toPrecision(2))) },
  cost: { name: 'Cost per case', more: 'more', less: 'less', format: (amount) => formatMoney(amount) },
  time: {
    name: 'Time per case',
    more: 'more',
    less: 'less',
    format: formatDuration,
  },
};

/**
 * A sentence in Markdown unless `written` gives another form: `Cost per case (estimated): A $0.0002 less than B (95%: -$0.0003 to -$0.0001;
 * 120 cases): more than noise.`
 */
export function describeFigure(
  comparison: FigureComparison,
  isEstimated: boolean,
  written: (text: string) => string = markdownText,
): string {
  const { figure, mean, low, high, cases } = comparison;
  const { name, more, less } = wordsOf[figure];
  const [left, right] = [written(comparison.left), written(comparison.right)];
  const format = (amount: number) => {
    const text = wordsOf[figure].format(amount);
    return figure === 'cost' ? written(text) : text;
  };
  const signed = (amount: number) =>
    isShown(amount, figure) ? `${amount < 0 ? '-' : ''}${format(Math.abs(amount))}` : '0';
  const title = `${name}${figure === 'cost' && isEstimated ? ' (estimated)' : ''}`;
  const size = `${format(Math.abs(mean))} ${mean < 0 ? less : more}`;
  const judged = low <= 0 && high >= 0 ? 'inside the noise' : 'more than noise';
  return `${title}: ${left} ${size} than ${right} (95%: ${signed(low)} to ${signed(high)}; ${counted(cases, 'case')}): ${judged}.`;
}

/** True for an amount that can be written; money below the smallest written amount has no sign worth reading. */
function isShown(amount: number, figure: Figure): boolean {
  return figure !== 'cost' || Math.abs(amount) >= leastMoney;
}

/** Sentences on how a case that ran several times was counted, and on which cases were flaky. */
function repeatLines({ rows, targets }: EvalReport, written: (name: string) => string): readonly string[] {
  if (targets.every(({ repeats }) => repeats === undefined)) return [];
  const flaky = flakyNames(rows).map(written);
  const more = flaky.length > mostFlaky ? ` and ${flaky.length - mostFlaky} more` : '';
  const named = flaky.length === 0 ? '' : ` Flaky: ${flaky.slice(0, mostFlaky).join('; ')}${more}.`;
  return [`${majorityRule}${named}`];
}

function flakyNames(rows: EvalReport['rows']): readonly string[] {
  const names = new Map<string, string>();
  for (const runs of Map.groupBy(rows, ({ cell }) => `${cell.caseId}\n${cell.target}`).values()) {
    const [first] = runs;
    const results = runs.map(({ outcome }) => (outcome === 'pass' ? true : outcome === 'fail' ? false : undefined));
    if (first && isFlaky(results)) names.set(first.cell.caseId, caseName(first.testCase));
  }
  return [...names.values()];
}
