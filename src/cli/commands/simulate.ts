import { Command } from 'commander';
import type { SimulateCommandOptions } from '../actions/simulate.ts';
import type { SetExitCode } from '../terminal/exitCodes.ts';
import { catalogOption, collect, positive, pricesOption, share, wholePositive } from '../terminal/options.ts';

/** `polyprompt simulate`: routes over the answers of a finished run. */
export function simulateCommand(setExitCode: SetExitCode): Command {
  return new Command('simulate')
    .description(
      'Replay routes over the stored answers of an eval: quality, cost, time and availability. Nobody is asked.',
    )
    .argument('[run]', 'a run id, the beginning of one, or latest', 'latest')
    .option('-r, --route <name>', 'only this route of polyprompt.yaml; repeat for more (default: all)', collect, [])
    .option(
      '--outage <target=kind:share>',
      'trouble to put in: openai=down:10%, openai=errors:30%, openai/x=limited:5%, openai=slow:2%; repeat for more',
      collect,
      [],
    )
    .option('--requests <n>', 'requests to send; the rows come round again (default: one for each row)', wholePositive)
    .option('--keep <share>', "share of the best model's pass rate that a proposal has to keep", share, 0.95)
    .option('--max-p95 <ms>', 'slowest p95 that a proposal may have, in milliseconds', positive)
    .option('--adopt <n>', 'write proposal number n into polyprompt.yaml, under the name of --as', wholePositive)
    .option('--as <name>', 'the name of the adopted route')
    .option('-o, --output <file>', 'write it as .md, .html or .json; repeat for more', collect, [])
    .option(...catalogOption)
    .option('--json', 'print JSON')
    .option(...pricesOption)
    .addHelpText('after', '\nExample:\n  polyprompt simulate latest --outage openai=down:10% --requests 10000')
    .action(async (run: string, options: SimulateCommandOptions) => {
      const { simulate } = await import('../actions/simulate.ts');
      setExitCode(await simulate(run, options));
    });
}
