import type { EvalReport, EvalRow } from './evalReport.ts';
import { type CaseTally, type ModelComparison, modelComparisons, type TallyRow } from './modelComparisons.ts';

/** Compares the targets of a report with each other by the cases that passed. */
export function compareTargets(report: EvalReport): readonly ModelComparison[] {
  const targets = report.targets.map(({ target }) => target);
  return modelComparisons(targets, tallyRows(targets, report.rows));
}

function tallyRows(targets: readonly string[], rows: readonly EvalRow[]): readonly TallyRow[] {
  return [...Map.groupBy(rows, ({ cell }) => cell.caseId).values()].map((ofCase) => {
    const byTarget = Map.groupBy(ofCase, ({ cell }) => cell.target);
    return targets.map((target) => tallyOf(byTarget.get(target)));
  });
}

/** The number of times that a case was graded and passed in these runs; undefined without any runs. */
export function tallyOf(runs: readonly EvalRow[] | undefined): CaseTally | undefined {
  if (!runs) return undefined;
  const passed = runs.filter(({ outcome }) => outcome === 'pass').length;
  return { passed, graded: passed + runs.filter(({ outcome }) => outcome === 'fail').length };
}
