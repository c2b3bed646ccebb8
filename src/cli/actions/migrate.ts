import { PolypromptError } from '../../core/errors.ts';
import { migrationOf } from '../../core/migration/migration.ts';
import { migrationMarkdown } from '../../core/migration/migrationMarkdown.ts';
import { migrationSide, modelsOfRuns } from '../../core/migration/migrationSides.ts';
import type { EvalFile } from '../../core/reports/evalFiles.ts';
import { inOneLine } from '../../core/text/inOneLine.ts';
import { storedResults } from '../../node/runs/storedResults.ts';
import { pricedAsWished } from '../inputs/pricedAsWished.ts';
import { findRun, storageFor } from '../inputs/storedRuns.ts';
import { migrationFile, writeMigration } from '../outputs/migrationFiles.ts';
import { exitCodes } from '../terminal/exitCodes.ts';
import { print } from '../terminal/terminal.ts';

export interface MigrateOptions {
  readonly todaysPrices?: true;
  readonly catalog?: string;
  readonly from?: string;
  readonly to?: string;
  readonly margin: number;
  readonly output: readonly string[];
}

/** Prints what a change of models would mean, or writes it to files; the result is the exit code. */
export async function migrate(wanted: readonly string[], options: MigrateOptions): Promise<number> {
  const outputs = options.output.map((name) => migrationFile(name, '--output'));
  const runs = await runsOf(wanted, options);
  const { from, to } = modelsToCompare(runs, options);
  const migration = migrationOf(migrationSide(runs, from), migrationSide(runs, to), { margin: options.margin });
  for (const file of outputs) writeMigration(file, migration);
  print(outputs.length === 0 ? migrationMarkdown(migration) : `${inOneLine(migration.verdict.sentence)}\n`);
  return exitCodes.done;
}

async function runsOf(wanted: readonly string[], options: MigrateOptions): Promise<readonly EvalFile[]> {
  const storage = storageFor();
  const states = wanted.map((run) => pricedAsWished(findRun(storage, run), options));
  const [first] = states;
  const other = states.find(({ prompt }) => prompt !== first?.prompt);
  if (first && other)
    throw new PolypromptError('invalid-arguments', `${first.prompt} and ${other.prompt} are two suites.`, {
      hint: 'Name two runs of the same one.',
    });
  return Promise.all(states.map((state) => storedResults(storage, state)));
}

/** The models that are named. In a run of two models the first is the incumbent. */
function modelsToCompare(
  runs: readonly EvalFile[],
  { from, to }: MigrateOptions,
): { readonly from: string; readonly to: string } {
  const models = modelsOfRuns(runs);
  const other = (model: string | undefined) => (models.length === 2 ? models.find((one) => one !== model) : undefined);
  const incumbent = from ?? other(to ?? models[1]);
  const candidate = to ?? other(incumbent);
  if (incumbent !== undefined && candidate !== undefined && incumbent !== candidate)
    return { from: incumbent, to: candidate };
  throw new PolypromptError('invalid-arguments', 'A migration is from one model to another.', {
    hint: `Name both with --from and --to: ${models.join(', ')}.`,
  });
}
