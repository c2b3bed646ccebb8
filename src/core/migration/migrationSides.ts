import { PolypromptError } from '../errors.ts';
import type { EvalFile } from '../reports/evalFiles.ts';
import { type EvalRow, targetReport } from '../results/evalReport.ts';
import { closest } from '../text/closest.ts';
import type { MigrationSide } from './migration.ts';

/**
 * The results of a model in finished runs, taken from the first run that has it. An answer from the cache counts with the money and the
 * time of the run that paid for it, since the question is what the model would take. Throws `invalid-arguments` with the models that the
 * runs have.
 */
export function migrationSide(runs: readonly EvalFile[], model: string): MigrationSide {
  for (const { report } of runs) {
    const target = report.targets.find((one) => one.target === model);
    if (!target) continue;
    const rows = report.rows.filter(({ cell }) => cell.target === model).map(asPaid);
    return { target: { ...targetReport(model, rows), derived: target.derived }, rows };
  }
  const known = modelsOfRuns(runs);
  const [near] = closest(model, known, 1);
  const advice = near === undefined ? `It has ${known.join(', ')}.` : `Did you mean ${near}?`;
  throw new PolypromptError('invalid-arguments', `${model} is not in the run.`, { hint: advice });
}

/** The models of finished runs, in the runs' order, without those of an older version of the prompt. */
export function modelsOfRuns(runs: readonly EvalFile[]): readonly string[] {
  const targets = runs.flatMap(({ state }) => state.targets.filter(({ version }) => version === undefined));
  return [...new Set(targets.map(({ id }) => id))];
}

/**
 * The row with the cost and time of the run that paid for it. An answer that the suite brings along was never paid for, and has no time.
 */
function asPaid(row: EvalRow): EvalRow {
  const { cached, ...paid } = row.cell;
  return cached && paid.timing && paid.timing.totalMs > 0 ? { ...row, cell: paid } : row;
}
