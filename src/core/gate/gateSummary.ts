import { addCosts, type RunCost } from '../results/summary.ts';
import { adjustComparisons, compareOutcomes, type PairedComparison } from '../stats/compareOutcomes.ts';
import { type Change, listedChanges } from './change.ts';
import { type ChangedChecks, changedChecks } from './changedChecks.ts';
import { type ClassChange, classChanges } from './classChange.ts';
import type { GatedCase, GatedSuite, GateResult } from './gateResult.ts';
import { type PreferredChange, preferredChanges } from './preferredChange.ts';
import type { VersionResult } from './versionResult.ts';

/** The results of one target of a suite before and after. */
export interface TargetChange {
  readonly suite: string;
  readonly target: string;
  readonly counts: Readonly<Record<Change, number>>;
  /**
   * The newer version (left) against the older one (right), over the rows that both have a result for; corrected for all targets and
   * suites.
   */
  readonly comparison: PairedComparison;
}

export interface GateSummary {
  readonly targets: readonly TargetChange[];
  readonly counts: Readonly<Record<Change, number>>;
  readonly unchanged: number;
  readonly removed: number;
  /** The rows that checks fail which only advise; absent where there is none. */
  readonly advised?: number;
  readonly changedChecks: ChangedChecks;
  /** The cost of both versions together. */
  readonly cost: RunCost;
  /** Results that came from the baseline in place of a run. */
  readonly fromBaseline: number;
  /** Which version is liked better; only where checks of preference compare both. */
  readonly preferred?: readonly PreferredChange[];
  /** The classes that were found more or less often than before; only where there are some. */
  readonly classes?: readonly ClassChange[];
}

/** Works out the figures of a check from its rows alone, so that merged shards give the same figures. */
export function summarizeGate({ suites }: Pick<GateResult, 'suites'>): GateSummary {
  const targets = suites.flatMap(targetsOf);
  const adjusted = adjustComparisons(targets.map(({ comparison }) => comparison));
  const rows = suites.flatMap((suite) => suite.rows);
  const preferred = preferredChanges(suites);
  const classes = classChanges(suites);
  const sides = rows.flatMap(({ head, base }) => [head, base].filter((side) => side !== null));
  return {
    targets: targets.map((target, index) => ({ ...target, comparison: adjusted[index] ?? target.comparison })),
    counts: countChanges(rows),
    unchanged: suites.reduce((sum, suite) => sum + suite.unchanged, 0),
    removed: suites.reduce((sum, suite) => sum + suite.removed.length, 0),
    ...advisedIn(rows),
    changedChecks: changedChecks(rows),
    cost: addCosts(sides.flatMap(({ cost }) => (cost ? [cost] : []))),
    fromBaseline: sides.filter(({ from }) => from === 'baseline').length,
    ...(preferred.length > 0 ? { preferred } : {}),
    ...(classes.length > 0 ? { classes } : {}),
  };
}

function advisedIn(rows: readonly GatedCase[]): Pick<GateSummary, 'advised'> {
  const advised = rows.filter(({ advice = [] }) => advice.length > 0).length;
  return advised > 0 ? { advised } : {};
}

function targetsOf({ suite, rows }: GatedSuite): TargetChange[] {
  const byTarget = Map.groupBy(rows, ({ target }) => target);
  return [...byTarget].map(([target, own]) => ({
    suite,
    target,
    counts: countChanges(own),
    comparison: compareOutcomes(own.flatMap(pairOf)),
  }));
}

function countChanges(rows: readonly Pick<GatedCase, 'change'>[]): Record<Change, number> {
  const counts = {
    regressed: 0,
    'new-failure': 0,
    flaky: 0,
    'not-run': 0,
    unchecked: 0,
    fixed: 0,
    'still-failing': 0,
    'new-pass': 0,
    same: 0,
  };
  for (const { change } of rows) counts[change]++;
  return counts;
}

function pairOf({ head, base }: GatedCase): { readonly left: boolean; readonly right: boolean }[] {
  if (!head || !base || head.graded === 0 || base.graded === 0) return [];
  return [{ left: mostlyPassed(head), right: mostlyPassed(base) }];
}

function mostlyPassed({ passed, graded }: VersionResult): boolean {
  return passed * 2 > graded;
}

/** A row that needs a look of its own. */
export interface ListedCase extends GatedCase {
  readonly change: (typeof listedChanges)[number];
}

/** The rows that need a look: the worst change first, and within it the case that it befell on most models. */
export function listedCases(rows: readonly GatedCase[]): readonly ListedCase[] {
  const key = ({ change, caseId, place }: GatedCase) => JSON.stringify([change, caseId, place.file]);
  const models = new Map<string, number>();
  for (const row of rows) models.set(key(row), (models.get(key(row)) ?? 0) + 1);
  const weight = (row: GatedCase) => models.get(key(row)) ?? 0;
  return listedChanges.flatMap((change) =>
    rows
      .flatMap((row) => (row.change === change ? [{ ...row, change }] : []))
      .sort((left, right) => weight(right) - weight(left)),
  );
}
