import type { EvalReport } from '../results/evalReport.ts';
import { compareTargets } from '../results/evalReportComparisons.ts';
import { fewestCases } from '../results/modelComparisons.ts';
import { adjustComparisons, isSignificant, type PairedComparison } from '../stats/compareOutcomes.ts';

/** The cases that share a value of their metadata. */
export interface MigrationGroup {
  readonly key: string;
  readonly value: string;
  /** Candidate minus incumbent; p is corrected for all groups. */
  readonly comparison: PairedComparison;
}

/** The most values that a key may have: with more it names single cases rather than groups. */
const mostValues = 20;

/** The groups with enough cases, largest loss first. */
export function migrationGroups({ rows, targets, judging }: EvalReport, candidate: string): readonly MigrationGroup[] {
  const keys = new Set(rows.flatMap(({ testCase }) => Object.keys(testCase.metadata)));
  const groups = [...keys].flatMap((key) => {
    const byValue = Map.groupBy(rows, ({ testCase }) => groupValue(testCase.metadata[key]));
    byValue.delete('');
    if (byValue.size < 2 || byValue.size > mostValues) return [];
    return [...byValue].map(([value, own]) => ({
      key,
      value,
      comparison: seenFromCandidate({ rows: own, targets, judging }, candidate),
    }));
  });
  const known = groups.filter(({ comparison }) => comparison.cases >= fewestCases);
  const adjusted = adjustComparisons(known.map(({ comparison }) => comparison));
  return known
    .map((group, index) => ({ ...group, comparison: adjusted[index] ?? group.comparison }))
    .toSorted((left, right) => (left.comparison.difference ?? 0) - (right.comparison.difference ?? 0));
}

/** Groups in which the candidate is worse by more than noise. */
export function regressions(groups: readonly MigrationGroup[]): readonly MigrationGroup[] {
  return groups.filter(({ comparison }) => (comparison.difference ?? 0) < 0 && isSignificant(comparison));
}

/** The comparison of a report's two targets with the candidate on the left, whichever is better. */
export function seenFromCandidate(report: EvalReport, candidate: string): PairedComparison {
  const [found] = compareTargets(report);
  if (!found) throw new Error('two targets make one comparison');
  if (found.left === candidate) return found;
  const negated = (value: number | undefined) => (value === undefined ? undefined : 0 - value);
  return {
    ...found,
    onlyLeft: found.onlyRight,
    onlyRight: found.onlyLeft,
    difference: negated(found.difference),
    low: negated(found.high),
    high: negated(found.low),
  };
}

/** The name of a group; empty for lists and maps, which make no groups. */
function groupValue(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
}
