import { Command } from 'commander';
import type { EstimateOptions } from '../actions/estimate.ts';
import type { SetExitCode } from '../terminal/exitCodes.ts';
import {
  catalogOption,
  endpointOption,
  filterOption,
  judgeOption,
  repeatOption,
  suiteModelOption,
} from '../terminal/options.ts';

/** `polyprompt estimate`: money and time of a suite before it runs. */
export function estimateCommand(setExitCode: SetExitCode): Command {
  return new Command('estimate')
    .description('Say what running a suite would cost and how long it would take. Nothing is sent.')
    .argument('<suite>', 'the suite file')
    .option(...suiteModelOption)
    .option(...filterOption)
    .option(...judgeOption)
    .option(...repeatOption)
    .option('--no-cache', 'as if every model were asked again')
    .option('--exact', 'let the providers count tokens: sends them up to 20 prompts per model, free of charge')
    .option(...endpointOption)
    .option(...catalogOption)
    .option('--json', 'print JSON')
    .addHelpText('after', '\nExample:\n  polyprompt estimate triage.eval.yaml --repeat 3')
    .action(async (suite: string, options: EstimateOptions) => {
      const { estimate } = await import('../actions/estimate.ts');
      setExitCode(await estimate(suite, options));
    });
}
