import { PolypromptError } from '../../errors.ts';
import { closest } from '../../text/closest.ts';
import type { EvalFile } from '../reports/evalFiles.ts';
import type { MigrationSide } from './migration.ts';

/** The part of a model in finished runs: of the first that has it. Throws with the models that there are. */
export function migrationSide(runs: readonly EvalFile[], model: string): MigrationSide {
  for (const { report } of runs) {
    const target = report.targets.find((one) => one.target === model);
    if (target) return { target, rows: report.rows.filter(({ cell }) => cell.target === model) };
  }
  const known = modelsOfRuns(runs);
  const [near] = closest(model, known, 1);
  const advice = near === undefined ? `It has ${known.join(', ')}.` : `Did you mean ${near}?`;
  throw new PolypromptError('invalid-arguments', `${model} is not in the run.`, { hint: advice });
}

/** Every model that finished runs have, in their order. */
export function modelsOfRuns(runs: readonly EvalFile[]): readonly string[] {
  return [...new Set(runs.flatMap(({ report }) => report.targets.map(({ target }) => target)))];
}
