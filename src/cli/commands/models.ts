import { Command } from 'commander';
import type { ModelsOptions } from '../actions/models.ts';
import type { SetExitCode } from '../terminal/exitCodes.ts';
import { catalogOption, days, endpointOption, isoDate } from '../terminal/options.ts';

/** `polyprompt models`: the catalog, merged with what the providers list where a key is there. */
export function modelsCommand(setExitCode: SetExitCode): Command {
  return new Command('models')
    .description(
      'List models with their limits, prices and ends. With --provider, its own list is asked for too when a key is set.',
    )
    .argument(
      '[path...]',
      'only models that these files, or the prompts, suites and polyprompt.yaml of these folders name',
    )
    .option('-p, --provider <id>', 'one provider only')
    .option(...endpointOption)
    .option(...catalogOption)
    .option(
      '--ending <days>',
      'only what has ended or ends within so many days, such as 90d; exits 1 if any does',
      days,
    )
    .option('--on <date>', 'count from this day (YYYY-MM-DD) in place of today', isoDate)
    .option('--json', 'print JSON')
    .addHelpText('after', '\nExample:\n  polyprompt models --provider openai\n  polyprompt models --ending 90d .')
    .action(async (paths: readonly string[], options: ModelsOptions) => {
      const { models } = await import('../actions/models.ts');
      setExitCode(await models(paths, options));
    });
}
