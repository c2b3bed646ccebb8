import { Command } from 'commander';
import type { MigrateOptions } from '../actions/migrate.ts';
import type { SetExitCode } from '../terminal/exitCodes.ts';
import { catalogOption, collect, pricesOption, share } from '../terminal/options.ts';

/** `polyprompt migrate`: what changing from one model to another would mean for a suite. */
export function migrateCommand(setExitCode: SetExitCode): Command {
  return new Command('migrate')
    .description('Compare a candidate model with the incumbent, case by case, on finished runs. Nothing is sent.')
    .argument(
      '<run...>',
      'a run id, the beginning of one, or latest; two runs of one suite when each has one of the models',
    )
    .option('--from <model>', 'the incumbent (default: the first of a run of two models)')
    .option('--to <model>', 'the candidate (default: the second)')
    .option('--margin <share>', 'how much lower the pass rate may be and still count as the same', share, 0.05)
    .option('-o, --output <file>', 'write the report as .md, .html or .json; repeat for more', collect, [])
    .option(...pricesOption)
    .option(...catalogOption)
    .addHelpText(
      'after',
      '\nExample:\n  polyprompt migrate latest --from openai/gpt-5.6-luna --to openai/gpt-6-luna --output report.html',
    )
    .action(async (runs: readonly string[], options: MigrateOptions) => {
      const { migrate } = await import('../actions/migrate.ts');
      setExitCode(await migrate(runs, options));
    });
}
