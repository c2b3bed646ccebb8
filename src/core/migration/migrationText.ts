import { describeFigure } from '../reports/comparisonLines.ts';
import { measuredUnderText } from '../reports/measuredUnderText.ts';
import type { TargetReport } from '../results/evalReport.ts';
import { formatOrigins } from '../results/realAndSynthetic.ts';
import { formatRunCost } from '../results/summary.ts';
import { describeComparison } from '../stats/describeComparison.ts';
import { points } from '../stats/roughFigures.ts';
import { counted } from '../text/formatCount.ts';
import { formatDuration } from '../text/formatDuration.ts';
import { formatPercent } from '../text/formatPercent.ts';
import type { Migration } from './migration.ts';
import { type MigrationGroup, regressions } from './migrationGroups.ts';

/** A table of texts; the first row of cells is its head. */
export interface TextTable {
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** Incumbent and candidate side by side. */
export function sidesTable({ from, to }: Pick<Migration, 'from' | 'to'>): TextTable {
  return {
    head: ['model', 'passed', '95%', 'cost', 'p50', 'p95'],
    rows: [from, to].map(sideRow),
  };
}

function sideRow({ target, passed, graded, interval, cost, p50, p95 }: TargetReport): readonly string[] {
  const share = graded === 0 ? 'not graded' : `${formatPercent(passed / graded)} (${passed} of ${graded})`;
  const range = interval ? `${points(interval.low)}-${points(interval.high)}` : 'none';
  return [target, share, range, formatRunCost(cost), timeOf(p50), timeOf(p95)];
}

function timeOf(ms: number | undefined): string {
  return ms === undefined ? 'unknown' : formatDuration(ms);
}

/** The results of the statistics, one sentence each; `written` gives the form of names. */
export function migrationLines(
  { comparison, unjudged, figures, from, to, isEstimated }: Migration,
  written: (name: string) => string,
): readonly string[] {
  const names = { left: written(to.target), right: written(from.target) };
  return [
    describeComparison(comparison, names),
    ...(unjudged.cases > 0
      ? [`${names.left} has no verdict on ${counted(unjudged.cases, 'case')} of which ${names.right} has one.`]
      : []),
    ...[from, to].flatMap(({ target, origins }) => (origins ? [`${written(target)}: ${formatOrigins(origins)}.`] : [])),
    ...figures.map((figure) => describeFigure(figure, isEstimated, written)),
    ...[from, to].flatMap(({ target, measuredUnder }) =>
      measuredUnder === undefined ? [] : [`${written(target)}: ${measuredUnderText(measuredUnder)}.`],
    ),
  ];
}

/** The groups of cases, with how the candidate does in each. */
export function groupsTable(groups: readonly MigrationGroup[]): TextTable {
  const worse = new Set(regressions(groups));
  return {
    head: ['group', 'cases', 'points', 'lost', 'won', ...(worse.size > 0 ? [''] : [])],
    rows: groups.map((group) => {
      const { key, value, comparison } = group;
      const { cases, difference = 0, onlyLeft, onlyRight } = comparison;
      const mark = worse.size === 0 ? [] : [worse.has(group) ? 'worse' : ''];
      return [`${key}: ${value}`, String(cases), points(difference), String(onlyRight), String(onlyLeft), ...mark];
    }),
  };
}
