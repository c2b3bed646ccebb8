import { canFail } from '../dataset/canFail.ts';
import { describeRate } from '../people/describeRate.ts';
import { caseName, oneLine } from '../plan/caseName.ts';
import { formatApproximate, formatMoney } from '../pricing/format.ts';
import type { EvalReport, EvalRow, TargetReport } from '../results/evalReport.ts';
import { reasonOf } from '../results/outcome.ts';
import { formatOrigins } from '../results/realAndSynthetic.ts';
import { formatRepeatRates } from '../results/repeatRates.ts';
import { formatRunCost } from '../results/summary.ts';
import { warningText } from '../results/warningGroups.ts';
import { points } from '../stats/roughFigures.ts';
import { counted } from '../text/formatCount.ts';
import { formatDuration } from '../text/formatDuration.ts';
import { formatPercent } from '../text/formatPercent.ts';
import { inOneLine } from '../text/inOneLine.ts';
import { formatTable } from '../text/table.ts';
import { passLines } from './comparisonLines.ts';
import { measuredUnderText } from './measuredUnderText.ts';
import { preferenceLines } from './preferenceLines.ts';
import { taskLines } from './taskLines.ts';

/** The most failed rows that are listed; files hold all of them. */
const listed = 20;

/**
 * The summary that a person reads at the end: a line per target, their differences, then the rows that did not pass, each with its reason.
 */
export function formatEvalSummary(report: EvalReport): string {
  const lines = passLines(report).map((line) => `${line}\n`);
  const comparisons = lines.length === 0 ? '' : `\n${lines.join('')}`;
  return `${formatEvalTable(report)}${comparisons}${formatFailures(report.rows)}`;
}

/** A line per target, followed by remarks on each of them and on the judges. */
export function formatEvalTable(report: EvalReport): string {
  const header = [
    'model',
    'passed',
    'of',
    'rate',
    '95%',
    'errors',
    'refused',
    'ungraded',
    'flaky',
    'p50',
    'p95',
    'cost',
  ];
  return `${formatTable(header, report.targets.map(targetRow))}${formatParts(report)}${formatTimes(report)}${formatRepeats(report)}${formatFallbacks(report)}${formatDerived(report)}${formatTasks(report)}${formatPreferences(report)}${formatPeople(report)}${formatJudging(report)}${formatUnchecked(report)}${formatUnfailing(report)}${formatWaiting(report)}${formatUnended(report)}${formatWarnings(report)}`;
}

/** A line per target such as `openai/gpt-4.1 real 41 of 50 (82.0%), synthetic 30 of 30 (100.0%)`; empty where no row is made up. */
function formatParts({ targets }: EvalReport): string {
  return targets
    .flatMap(({ target, origins }) => (origins ? [`${inOneLine(target)}  ${formatOrigins(origins)}\n`] : []))
    .join('');
}

/**
 * Lines on unchecked answers: `nothing was judged: ...` where no answer was looked at; `simulated/terse 3 of 60 rows have no check` where
 * some were.
 */
function formatUnchecked({ rows, targets }: EvalReport): string {
  if (rows.length > 0 && rows.every(({ testCase }) => testCase.checks.length === 0))
    return 'nothing was judged: the suite has no checks\n';
  return targets
    .filter(({ counts }) => counts.unchecked > 0)
    .map(({ target, counts }) => {
      const all = rows.filter(({ cell }) => cell.target === target).length;
      return `${inOneLine(target)}  ${counts.unchecked} of ${all} rows have no check and are in no rate\n`;
    })
    .join('');
}

/** A line per target such as `simulated/terse 3 of 60 rows passed without a check that could have failed them`. */
function formatUnfailing({ rows }: EvalReport): string {
  const isGiven = ({ outcome, testCase: { checks } }: EvalRow) =>
    outcome === 'pass' && checks.length > 0 && !checks.some((check) => canFail(check));
  return [...Map.groupBy(rows, ({ cell }) => cell.target)]
    .map(([target, own]) => [target, own.filter(isGiven).length, own.length] as const)
    .filter(([, given]) => given > 0)
    .map(
      ([target, given, all]) =>
        `${inOneLine(target)}  ${given} of ${all} rows passed without a check that could have failed them\n`,
    )
    .join('');
}

/** Lines such as `openai/gpt-4.1 3 of 60 rows wait for a person`, with what to do; empty where nothing waits. */
function formatWaiting({ rows, targets }: EvalReport): string {
  const lines = targets.flatMap(({ target, waiting }) => {
    const all = rows.filter(({ cell }) => cell.target === target).length;
    return waiting === undefined
      ? []
      : [`${inOneLine(target)}  ${waiting} of ${all} rows wait for a person and are in no rate\n`];
  });
  if (lines.length === 0) return '';
  return `${lines.join('')}Judge them in the results table; a verdict given elsewhere counts after: polyprompt rescore latest\n`;
}

/**
 * Lines such as `openai/gpt-4.1 2 of 60 answers were cut off and are in no rate` and `openai/gpt-4.1 3 of 60 rows had no end`; empty where
 * every row had an end.
 */
function formatUnended({ rows, targets }: EvalReport): string {
  return targets
    .flatMap(({ target, counts }) => {
      const all = rows.filter(({ cell }) => cell.target === target).length;
      const open = counts.skipped + counts.cancelled;
      return [
        ...(counts.truncated > 0 ? [`${counts.truncated} of ${all} answers were cut off and are in no rate`] : []),
        ...(open > 0 ? [`${open} of ${all} rows had no end and are in no rate`] : []),
      ].map((sentence) => `${inOneLine(target)}  ${sentence}\n`);
    })
    .join('');
}

/**
 * A line per target such as `local/qwen p50 and p95 were measured with 12 requests under way`; empty where the times are known to be the
 * model's own.
 */
function formatTimes({ targets }: EvalReport): string {
  return targets
    .flatMap(({ target, measuredUnder }) =>
      measuredUnder === undefined ? [] : [`${target}  ${measuredUnderText(measuredUnder)}\n`],
    )
    .join('');
}

/** A line per target such as `openai/gpt-4.1 pass@3 95.0% · pass^3 81.7%`; empty without repeats. */
function formatRepeats({ targets }: EvalReport): string {
  return targets
    .flatMap(({ target, repeats }) => (repeats ? [`${inOneLine(target)}  ${formatRepeatRates(repeats)}\n`] : []))
    .join('');
}

/**
 * Lines such as `route:safe 12 of 60 rows served by a fallback` and `litellm/down 6 of 6 rows served by another model: mock-gpt`; empty
 * where every answer is of the model that was asked.
 */
function formatFallbacks({ targets }: EvalReport): string {
  return targets
    .flatMap(({ target, fallbacks, substitutes }) => [
      ...(fallbacks && fallbacks.served > 0
        ? [`${inOneLine(target)}  ${fallbacks.served} of ${fallbacks.of} rows served by a fallback\n`]
        : []),
      ...(substitutes
        ? [
            `${inOneLine(target)}  ${substitutes.served} of ${substitutes.of} rows served by another model: ${inOneLine(substitutes.models.join(', '))}\n`,
          ]
        : []),
    ])
    .join('');
}

/** The figures of classes and fields; empty where no check reads any. */
function formatTasks({ targets }: EvalReport): string {
  return targets
    .flatMap(taskLines)
    .map((line) => `${line}\n`)
    .join('');
}

/** Who is liked better by which criterion; empty where no check asks for it. */
function formatPreferences({ preferences = [] }: EvalReport): string {
  return preferences
    .flatMap((figures) => [
      `${inOneLine(figures.name)}:`,
      ...preferenceLines(figures, inOneLine).map((line) => `  ${line}`),
    ])
    .map((line) => `${line}\n`)
    .join('');
}

/** A line per target with the pass rate that people would give; empty where they have judged no answer that was drawn at random. */
function formatPeople({ targets }: EvalReport): string {
  return targets
    .flatMap(({ target, people }) => (people ? [`${inOneLine(target)}  ${describeRate(people, 'the checks')}\n`] : []))
    .join('');
}

/** A line per target such as `openai/gpt-4.1 precision 0.8 recall -`; empty where a suite has no figures of its own. */
function formatDerived({ targets }: EvalReport): string {
  return targets
    .filter(({ derived }) => Object.keys(derived).length > 0)
    .map(({ target, derived }) => {
      const figures = Object.entries(derived).map(
        ([name, value]) => `${inOneLine(name)} ${value === undefined ? '-' : Number(value.toFixed(4))}`,
      );
      return `${inOneLine(target)}  ${figures.join('  ')}\n`;
    })
    .join('');
}

/** A line per target and warning such as `openai/gpt-5-mini gpt-5-mini takes no temperature. (60 of 60 answers)`. */
function formatWarnings({ targets }: EvalReport): string {
  return targets
    .flatMap(({ target, warnings = [] }) =>
      warnings.map((warning) => `${inOneLine(target)}  ${oneLine(warningText(warning))}\n`),
    )
    .join('');
}

/** A line such as `judges: 12 calls, 3 of them cached, ~$0.01 of the cost`; empty when no judge was asked. */
function formatJudging({ judging }: EvalReport): string {
  if (!judging) return '';
  const { calls, cached, cost, unknownCost } = judging;
  const parts = [`judges: ${counted(calls, 'call')}`];
  if (cached > 0) parts.push(`${cached} of them cached`);
  if (cost)
    parts.push(
      cost.basis === 'simulated'
        ? `${formatApproximate(cost.amount)} simulated`
        : `${unknownCost > 0 || cost.atLeast ? 'at least ' : ''}${cost.basis === 'reported' ? formatMoney(cost.amount) : formatApproximate(cost.amount)} of the cost`,
    );
  else if (unknownCost > 0) parts.push('cost unknown');
  return `${parts.join(', ')}\n`;
}

function targetRow(target: TargetReport): string[] {
  const { counts, passed, graded, interval } = target;
  return [
    target.target,
    String(passed),
    String(graded),
    graded === 0 ? '-' : formatPercent(passed / graded),
    interval ? `${points(interval.low)}-${points(interval.high)}` : '-',
    String(counts.error),
    String(counts.refused),
    String(counts.ungraded),
    String(target.flaky),
    target.p50 === undefined ? '' : formatDuration(target.p50),
    target.p95 === undefined ? '' : formatDuration(target.p95),
    formatRunCost(target.cost),
  ];
}

/** The first rows that did not pass, after an empty line. */
export function formatFailures(rows: readonly EvalRow[]): string {
  const failures = rows.filter(({ outcome }) => outcome !== 'pass' && outcome !== 'unchecked');
  if (failures.length === 0) return '';
  const more = failures.length > listed ? `  and ${failures.length - listed} more\n` : '';
  return `\n${failures.slice(0, listed).map(failureLine).join('')}${more}`;
}

function failureLine({ cell, testCase, outcome, served: model = '', isServedByAnother }: EvalRow): string {
  const word = cell.routed ? `fallback: ${cell.routed.served}` : `served by ${model}`;
  const served = isServedByAnother ? ` (${word})` : '';
  return `${outcome.toUpperCase()}  ${inOneLine(`${cell.target}${served}`)}  ${caseName(testCase)}: ${oneLine(reasonOf(cell))}\n`;
}
