import { Command } from 'commander';
import type { RescoreCommandOptions } from '../actions/rescore.ts';
import type { SetExitCode } from '../terminal/exitCodes.ts';
import { catalogOption, collect, endpointOption, positive, thresholdOption } from '../terminal/options.ts';

/** `polyprompt rescore`: the checks of today on the answers of then. */
export function rescoreCommand(setExitCode: SetExitCode): Command {
  return new Command('rescore')
    .description('Apply the current checks of a suite to the stored answers of a run. No model is asked for an answer.')
    .argument('<run>', 'a run id, the beginning of one, or latest')
    .argument('[suite]', 'the suite file (default: the one that was run)')
    .option('--judges', 'let judges be asked again, which may cost money')
    .option('--max-cost <usd>', 'ask no judge when the run would then have cost more', positive)
    .option(...thresholdOption)
    .option('--allow-incomplete', 'go by the rows alone, although parts of the suite could not be read or planned')
    .option('-o, --output <file>', 'write results as with eval; repeat for more', collect, [])
    .option(...endpointOption)
    .option(...catalogOption)
    .addHelpText(
      'after',
      '\nExit codes are those of eval.\n\nExample:\n  polyprompt rescore latest --output results.html',
    )
    .action(async (run: string, suite: string | undefined, options: RescoreCommandOptions) => {
      const { rescore } = await import('../actions/rescore.ts');
      setExitCode(await rescore(run, suite, options));
    });
}
